package dev.concierge.server.look;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture that is safe to hand out: drawn anew here from what was sent, so nothing else of it is left (M-08). */
public final class Logo {
    /** The largest file that is taken. */
    public static final int MOST_BYTES = 64 * 1024;

    /** The widest and highest picture. */
    static final int MOST_PIXELS = 1024;

    private static final int MOST_DRAWN = 256 * 1024;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] HEADER = {'I', 'H', 'D', 'R'};
    private static final int HEADER_AT = 12;
    private static final int WIDTH_AT = 16;
    private static final int HEIGHT_AT = 20;
    private static final int LEAST = 24;
    private static final int HASH_DIGITS = 32;

    private final byte[] bytes;
    private final String hash;

    private Logo(byte[] bytes, String hash) {
        this.bytes = bytes;
        this.hash = hash;
    }

    /** What came of a file. */
    public sealed interface Outcome {
        record Fit(Logo logo) implements Outcome {}

        /** One sentence for whoever sent it. */
        record Unfit(String sentence) implements Outcome {}
    }

    /** As it was stored. */
    static Logo stored(byte[] bytes, String hash) {
        return new Logo(bytes.clone(), hash);
    }

    /** Looks at a file of any kind. Its size in pixels is read before anything is unpacked. */
    public static Outcome of(byte[] file) {
        if (file.length > MOST_BYTES) {
            return unfit("The file is larger than 64 KB. Save the logo smaller.");
        }
        if (!isPng(file)) {
            return unfit(
                    isSvg(file)
                            ? "An SVG can carry scripts and addresses, so it is not taken. Save the logo as PNG."
                            : "That is not a PNG. Save the logo as PNG, up to 64 KB and 1024 pixels.");
        }
        int width = ByteBuffer.wrap(file).getInt(WIDTH_AT);
        int height = ByteBuffer.wrap(file).getInt(HEIGHT_AT);
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) {
            return unfit("The picture is wider or higher than 1024 pixels. Save the logo smaller.");
        }
        return drawn(file, width, height);
    }

    private static boolean isPng(byte[] file) {
        return file.length >= LEAST
                && Arrays.equals(PNG, Arrays.copyOf(file, PNG.length))
                && Arrays.equals(HEADER, Arrays.copyOfRange(file, HEADER_AT, WIDTH_AT));
    }

    private static boolean isSvg(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.contains("<svg");
    }

    private static Outcome drawn(byte[] file, int width, int height) {
        try {
            BufferedImage picture = read(file);
            if (picture.getWidth() != width || picture.getHeight() != height) {
                return unreadable();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
                if (!ImageIO.write(picture, "png", cache)) {
                    return unreadable();
                }
            }
            byte[] again = out.toByteArray();
            return again.length > MOST_DRAWN
                    ? unfit("The picture has too much in it. Save the logo smaller, or with fewer colours.")
                    : new Outcome.Fit(new Logo(again, digest(again)));
        } catch (IOException | RuntimeException _) {
            return unreadable();
        }
    }

    /** Pixels only: what else stands in the file, packed or not, is passed over. */
    private static BufferedImage read(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static Outcome unreadable() {
        return unfit("That PNG cannot be read. Save the logo once more.");
    }

    private static Outcome unfit(String sentence) {
        return new Outcome.Unfit(sentence);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The first digits of the SHA-256 of the bytes, in hexadecimal. */
    public String hash() {
        return hash;
    }

    /** Its address, which changes with it. */
    public String path() {
        return "/look/logo/" + hash + ".png";
    }
}
