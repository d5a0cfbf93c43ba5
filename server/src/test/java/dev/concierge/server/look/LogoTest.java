package dev.concierge.server.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** M-08: what somebody sends as a logo. */
@Tag("security")
class LogoTest {
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width / 2, height / 2, 0x1F5C5A);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static String refused(byte[] file) {
        return Logo.of(file) instanceof Logo.Outcome.Unfit(String sentence) ? sentence : "taken";
    }

    private static Logo taken(byte[] file) {
        return ((Logo.Outcome.Fit) Logo.of(file)).logo();
    }

    private static byte[] with(byte[] file, int at, byte[] more) {
        return ByteBuffer.allocate(file.length + more.length)
                .put(file, 0, at)
                .put(more)
                .put(file, at, file.length - at)
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }

    /** After the header: 8 bytes of signature, 25 of IHDR. */
    private static final int AFTER_HEADER = 33;

    @Test
    void a_png_is_drawn_anew_and_looks_the_same() throws IOException {
        Logo logo = taken(picture("png", 64, 48));
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(logo.bytes()));
        assertThat(drawn.getWidth()).isEqualTo(64);
        assertThat(drawn.getHeight()).isEqualTo(48);
        assertThat(drawn.getRGB(32, 24) & 0xFFFFFF).isEqualTo(0x1F5C5A);
        assertThat(logo.path()).isEqualTo("/look/logo/" + logo.hash() + ".png");
        assertThat(taken(picture("png", 65, 48)).hash()).isNotEqualTo(logo.hash());
    }

    @Test
    @DisplayName("M-08 what else stands in the file is not kept: texts, a page behind the end, an unknown part")
    void nothing_else_of_the_file_is_kept() throws IOException {
        byte[] png = picture("png", 32, 32);
        byte[] evil = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        byte[] text = with(
                png,
                AFTER_HEADER,
                chunk(
                        "tEXt",
                        ("Comment\0" + new String(evil, StandardCharsets.US_ASCII))
                                .getBytes(StandardCharsets.US_ASCII)));
        byte[] unknown = with(png, AFTER_HEADER, chunk("evIl", evil));
        byte[] behind = with(png, png.length, evil);
        for (byte[] file : new byte[][] {text, unknown, behind}) {
            assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains("<script>");
            assertThat(new String(taken(file).bytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("<script>");
        }
    }

    @Test
    void an_svg_is_refused_in_clear_words_whatever_it_is_called() {
        String svg = "<?xml version=\"1.0\"?><SVG xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></SVG>";
        assertThat(refused(svg.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("An SVG can carry scripts and addresses, so it is not taken. Save the logo as PNG.");
    }

    @Test
    void other_pictures_and_what_is_none_are_refused() throws IOException {
        for (byte[] file : new byte[][] {
            picture("jpg", 10, 10),
            picture("gif", 10, 10),
            picture("bmp", 10, 10),
            new byte[0],
            {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
            "GIF89a".getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThat(refused(file)).startsWith("That is not a PNG.");
        }
    }

    @Test
    @DisplayName("M-08 a picture that claims to be huge is refused before it is unpacked")
    void a_huge_picture_is_not_unpacked() throws IOException {
        assertThat(taken(picture("png", 1024, 1024)).bytes()).isNotEmpty();
        for (int[] size :
                new int[][] {{1025, 10}, {10, 1025}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {-1, 10}, {0, 10}}) {
            byte[] png = picture("png", 10, 10);
            ByteBuffer.wrap(png).putInt(16, size[0]).putInt(20, size[1]);
            assertThat(refused(png)).as(Arrays.toString(size)).contains("1024 pixels");
        }
        BufferedImage noise = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int pixel = 0; pixel < 300 * 300; pixel++) {
            noise.setRGB(pixel % 300, pixel / 300, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", out);
        assertThat(refused(out.toByteArray())).contains("larger than 64 KB");
    }

    @Test
    void a_damaged_file_is_refused_and_nothing_breaks() throws IOException {
        byte[] png = picture("png", 200, 200);
        assertThat(refused(Arrays.copyOf(png, 40))).startsWith("That PNG cannot be read.");
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = png.clone();
            for (int flips = 0; flips < 5; flips++) {
                damaged[AFTER_HEADER + random.nextInt(png.length - AFTER_HEADER)] = (byte) random.nextInt();
            }
            assertThat(Logo.of(damaged)).isNotNull();
        }
    }
}
