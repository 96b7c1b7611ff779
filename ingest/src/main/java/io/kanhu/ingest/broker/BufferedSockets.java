package io.kanhu.ingest.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that go to the system once for many packets. Paho reads a packet in three pieces, asks before each how much there is,
 * and flushes every acknowledgement by itself; for small messages that costs more than everything else it does.
 */
final class BufferedSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new BufferedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw connectsItself();
    }

    private static SocketException connectsItself() {
        return new SocketException("Paho asks for unconnected sockets only");
    }

    private static final class BufferedSocket extends Socket {
        private @Nullable InputStream in;
        private @Nullable GatheredOutput out;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            InputStream buffered = in;
            if (buffered == null) {
                buffered = new ReadAhead(super.getInputStream());
                in = buffered;
            }
            return buffered;
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            GatheredOutput gathered = out;
            if (gathered == null) {
                gathered = new GatheredOutput(super.getOutputStream());
                out = gathered;
            }
            return gathered;
        }

        @Override
        public synchronized void close() throws IOException {
            GatheredOutput gathered = out;
            if (gathered != null) {
                gathered.finish();
            }
            super.close();
        }
    }
}
