package dev.concierge.server.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at live pages as people have them: by day and by night, at a desk and on a phone. Each look leaves a picture, and notes whatever the browser
 * complains about, what can be scrolled sideways and what axe finds. axe takes longest, so it sees both schemes and both widths, not all four pairs.
 * Where script is off, axe cannot run either: it sees a copy of the page that has loaded none.
 */
final class Look {
    static final int DESK = 1280;
    static final int PHONE = 360;

    /** Where a PNG says how wide it is: after its signature, and length and name of its first chunk. */
    private static final int PNG_WIDTH = 16;

    private final PreviewBrowser browser;
    private final Page page;
    private final Path folder;
    private final String ending;
    private final List<String> complaints;
    private final List<String> allowed = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final @Nullable ScriptlessCopy copy;

    /** Listens to the page from now on. */
    Look(PreviewBrowser browser, Page page, Path folder) {
        this(browser, page, folder, true);
    }

    /** @param script whether the page's browser runs any */
    Look(PreviewBrowser browser, Page page, Path folder, boolean script) {
        this.browser = browser;
        this.page = page;
        this.folder = folder;
        this.ending = script ? "" : "-no-script";
        this.copy = script ? null : new ScriptlessCopy(browser.person(true).newPage());
        this.complaints = PreviewBrowser.complaints(page);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on pages may have this status, which Chromium puts into its console, sooner or later. */
    void allow(String status) {
        allowed.add("status of " + status);
    }

    /** Looks at the page that is open, and leaves it at a desk by day. */
    void at(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            for (int width : List.of(PHONE, DESK)) {
                String look = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width + ending;
                stand(page, scheme, width);
                picture(look, width);
                if ((scheme == ColorScheme.LIGHT) == (width == DESK)) {
                    barriers(scheme, width).forEach(barrier -> faults.add(look + ": " + barrier));
                }
            }
        }
        complaints.removeIf(complaint -> allowed.stream().anyMatch(complaint::contains));
        complaints.forEach(complaint -> faults.add(name + ending + ": " + complaint));
        complaints.clear();
    }

    /** What was wrong with any page so far. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private static void stand(Page page, ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, width == PHONE ? 780 : 900);
    }

    /** A picture of the whole page is as wide as it can be scrolled. */
    private void picture(String name, int width) {
        byte[] picture = page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve(name + ".png"))
                .setFullPage(true));
        int wide = ByteBuffer.wrap(picture).getInt(PNG_WIDTH);
        if (wide > width) {
            faults.add(name + ": the page can be scrolled sideways by " + (wide - width));
        }
    }

    private List<String> barriers(ColorScheme scheme, int width) {
        if (copy == null) {
            return browser.barriers(page);
        }
        Page copied = copy.of(page);
        stand(copied, scheme, width);
        return browser.barriers(copied);
    }

    /** Shows what another page shows, with its styles and without its scripts. */
    private static final class ScriptlessCopy {
        private final Page copy;
        private String content = "";

        ScriptlessCopy(Page copy) {
            this.copy = copy;
            copy.route("**/*", this::answer);
        }

        Page of(Page page) {
            content = page.content();
            copy.navigate(page.url());
            return copy;
        }

        private void answer(Route route) {
            if (route.request().isNavigationRequest()) {
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html;charset=UTF-8")
                        .setBody(content));
            } else if (route.request().resourceType().equals("script")) {
                route.abort();
            } else {
                route.resume();
            }
        }
    }
}
