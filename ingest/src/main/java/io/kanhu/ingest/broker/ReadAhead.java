package io.kanhu.ingest.broker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads many packets at once; does not ask the system how much there is while it has some itself. */
final class ReadAhead extends BufferedInputStream {
    private static final int BYTES = 64 * 1024;

    ReadAhead(InputStream in) {
        super(in, BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
        return pos < count ? count - pos : super.available();
    }
}
