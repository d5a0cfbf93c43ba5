package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every page in every state, made by the real engine and opened in a real browser under the real Content-Security-Policy. The pages and their
 * pictures stay in {@code target/preview} to be looked at.
 */
@Tag("end-to-end")
final class PagePreviewTest {
    private static final Path FOLDER = Path.of("target", "preview");
    private static final Path SCREENS = FOLDER.resolve("screens");

    /** Whoever works on a few pages looks at those alone: {@code -Dpreview.only=overview,inbox}. */
    private static final List<String> ONLY =
            List.of(System.getProperty("preview.only", "").split(","));

    private static final int WIRE_LIMIT = 200 * 1024;

    private static final Assets ASSETS = Assets.load();
    private static final Templates TEMPLATES = new Templates();

    private static PreviewServer server;
    private static PreviewBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        Files.createDirectories(SCREENS);
        server = new PreviewServer(ASSETS);
        server.answer(
                "POST /login/passkey/options",
                new PreviewServer.Canned(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"challenge\":\"" + "A".repeat(43)
                                + "\",\"timeout\":300000,\"rpId\":\"localhost\",\"allowCredentials\":[],\"userVerification\":\"required\"}"));
        browser = new PreviewBrowser();
    }

    @AfterAll
    static void close() {
        browser.close();
        server.close();
    }

    @Test
    void every_page_is_clean_on_a_desk_by_day() throws IOException {
        look(ColorScheme.LIGHT, 1280, Foreign.USUAL);
    }

    @Test
    void every_page_is_clean_on_a_desk_by_night() throws IOException {
        look(ColorScheme.DARK, 1280, Foreign.USUAL);
    }

    @Test
    void every_page_is_clean_on_a_phone_by_day() throws IOException {
        look(ColorScheme.LIGHT, 360, Foreign.USUAL);
    }

    @Test
    void every_page_is_clean_on_a_phone_by_night() throws IOException {
        look(ColorScheme.DARK, 360, Foreign.USUAL);
    }

    @Test
    void very_long_names_break_no_page() throws IOException {
        look(ColorScheme.LIGHT, 360, Foreign.LONG);
    }

    /** Attack K-02: names that try to leave their place. */
    @Test
    void names_with_markup_are_shown_as_text() throws IOException {
        look(ColorScheme.LIGHT, 1280, Foreign.HOSTILE);
    }

    @Test
    void every_page_is_at_most_200_kilobytes_on_the_wire() throws IOException {
        for (Sample sample : samples(Foreign.USUAL)) {
            assertThat(server.wireSize(sample.name())).as(sample.name()).isLessThan(WIRE_LIMIT);
        }
    }

    /** axe takes longest, so it sees both schemes and both widths, not all four pairs. */
    private static boolean judged(ColorScheme scheme, int width) {
        return (scheme == ColorScheme.LIGHT) == (width == 1280);
    }

    private static List<Sample> samples(Foreign foreign) throws IOException {
        List<Sample> samples = new Samples(foreign, ASSETS)
                .all().stream()
                        .filter(sample -> ONLY.stream().anyMatch(sample.name()::startsWith))
                        .toList();
        assertThat(samples).isNotEmpty();
        for (Sample sample : samples) {
            byte[] page = TEMPLATES
                    .render(sample.template(), sample.view(), sample.shell())
                    .toByteArray();
            server.put(sample.name(), page);
            Files.write(
                    FOLDER.resolve(sample.name() + (foreign == Foreign.USUAL ? "" : "-" + foreign) + ".html"), page);
        }
        return samples;
    }

    private static void look(ColorScheme scheme, int width, Foreign foreign) throws IOException {
        List<String> faults = new ArrayList<>();
        Path pictures = foreign == Foreign.USUAL ? SCREENS : Files.createDirectories(FOLDER.resolve(foreign.name()));
        try (PreviewBrowser.Screen screen = browser.open(scheme, width)) {
            for (Sample sample : samples(foreign)) {
                boolean part = sample.name().startsWith("part-");
                screen.show(server.url(sample.name()), sample);
                if (foreign != Foreign.HOSTILE) {
                    screen.picture(pictures, sample);
                }
                screen.heard().forEach(complaint -> faults.add(sample.name() + ": " + complaint));
                if (screen.sideways() > 0 && !part) {
                    faults.add(sample.name() + ": scrolls sideways by " + screen.sideways());
                }
                if (screen.count("img[src=x], [onerror], [onfocus]") > 0) {
                    faults.add(sample.name() + ": foreign text became markup");
                }
                if (!part && foreign == Foreign.USUAL && judged(scheme, width)) {
                    screen.barriers().forEach(barrier -> faults.add(sample.name() + ": " + barrier));
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
