package dev.concierge.server.support;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jsoup.nodes.Element;

/** A phone's camera: what a QR code says, by another library than the one that drew it. */
public final class QrReader {
    private static final Pattern SQUARE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final int PIXELS = 6;
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;

    private QrReader() {}

    /** Of a picture on a page that holds it as unit squares. */
    public static String read(Element svg) {
        int size = Integer.parseInt(svg.attr("viewBox").split(" ", -1)[2]) * PIXELS;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, WHITE);
        Matcher square = SQUARE.matcher(svg.select("path").attr("d"));
        while (square.find()) {
            paint(pixels, size, Integer.parseInt(square.group(1)), Integer.parseInt(square.group(2)));
        }
        return read(new RGBLuminanceSource(size, size, pixels), Map.of(DecodeHintType.PURE_BARCODE, true));
    }

    /** Of a photograph, as PNG. */
    public static String read(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int width = image.getWidth();
            int height = image.getHeight();
            return read(
                    new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width)),
                    Map.of(DecodeHintType.TRY_HARDER, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void paint(int[] pixels, int size, int column, int row) {
        for (int y = row * PIXELS; y < (row + 1) * PIXELS; y++) {
            Arrays.fill(pixels, y * size + column * PIXELS, y * size + (column + 1) * PIXELS, BLACK);
        }
    }

    private static String read(LuminanceSource source, Map<DecodeHintType, ?> how) {
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)), how)
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("there is no QR code in the picture", e);
        } catch (ReaderException e) {
            throw new AssertionError("the QR code cannot be read", e);
        }
    }
}
