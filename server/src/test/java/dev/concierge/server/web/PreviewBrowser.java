package dev.concierge.server.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The system's Chromium, as people with and without dark mode, on a desk and on a phone. */
final class PreviewBrowser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM_PATH", "/usr/bin/chromium"));

    private final Playwright playwright;
    private final Browser browser;
    private final String axe;

    /** What work in the background may take until a page shows it; no test waits longer than it has to. */
    private static final int PATIENCE_MILLIS = 30_000;

    PreviewBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException("The pages are checked in Chromium, and there is none at " + CHROMIUM
                    + ". Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox")));
        this.axe = axeSource();
    }

    /** What axe finds on a page by WCAG 2.2 A and AA and its own good practice, one line each. */
    @SuppressWarnings("unchecked")
    List<String> barriers(Page page) {
        page.evaluate(axe);
        Object found = page.evaluate("""
                async () => (await axe.run(document, {resultTypes: ['violations'],
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
                    .violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')))
                """);
        return (List<String>) found;
    }

    /** Collects what the browser complains about on a page: errors of the console, refused sources, scripts that ran. */
    static List<String> complaints(Page page) {
        List<String> complaints = new ArrayList<>();
        page.addInitScript(
                "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))");
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a script of a foreign text ran");
            dialog.dismiss();
        });
        return complaints;
    }

    Screen open(ColorScheme scheme, int width) {
        return new Screen(scheme, width);
    }

    /** A browser of one person, for tests that do things; without script where that is asked. */
    BrowserContext person(boolean script) {
        return browser.newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    }

    private static String axeSource() {
        try (InputStream in = PreviewBrowser.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is not on the test class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** A window of one width in one colour scheme. */
    final class Screen implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints;
        private final String name;

        private Screen(ColorScheme scheme, int width) {
            this.name = scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
            this.context = browser.newContext(new Browser.NewContextOptions()
                    .setColorScheme(scheme)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setViewportSize(width, width < 600 ? 780 : 900)
                    .setHasTouch(width < 600));
            this.page = context.newPage();
            this.complaints = PreviewBrowser.complaints(page);
        }

        /** Opens a page and does what the sample says. */
        void show(String url, Sample sample) {
            complaints.clear();
            page.navigate(url);
            if (sample.opens() != null) {
                Locator visible =
                        page.locator(sample.opens()).locator("visible=true").first();
                visible.click();
            }
        }

        void picture(Path folder, Sample sample) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(sample.name() + "-" + name + ".png"))
                    .setFullPage(true));
        }

        /** What the browser complained about: errors of the console, refused sources, scripts that ran. */
        List<String> heard() {
            return List.copyOf(complaints);
        }

        /** How far the page can be scrolled sideways, in pixels. */
        int sideways() {
            return ((Number) page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .intValue();
        }

        List<String> barriers() {
            return PreviewBrowser.this.barriers(page);
        }

        int count(String selector) {
            return page.locator(selector).count();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
