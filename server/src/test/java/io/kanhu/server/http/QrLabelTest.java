package io.kanhu.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrLabelTest {
    private static final int QUIET = 4;
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"");
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    @Test
    void whatIsDrawnReadsAsTheText() throws FormatException, ChecksumException {
        String text = "kanhu:v1:band-0001:Zx-81_kQe7hUqT0aM3vB9sLdYw2CfGpR";
        assertThat(new Decoder().decode(drawn(QrLabel.svg(text))).getText()).isEqualTo(text);
    }

    private static BitMatrix drawn(String svg) {
        Matcher size = SIZE.matcher(svg);
        assertThat(size.find()).isTrue();
        BitMatrix code = new BitMatrix(Integer.parseInt(size.group(1)) - 2 * QUIET);
        Matcher module = MODULE.matcher(svg);
        while (module.find()) {
            code.set(Integer.parseInt(module.group(1)) - QUIET, Integer.parseInt(module.group(2)) - QUIET);
        }
        return code;
    }
}
