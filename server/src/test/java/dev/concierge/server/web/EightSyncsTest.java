package dev.concierge.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import dev.concierge.sandbox.Hang;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.linkedin.LinkedinKnobs;
import dev.concierge.sandbox.linkedin.Product;
import dev.concierge.server.flow.ProviderCase;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.World;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.SandboxThings.Thing;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Somebody connects an account at each provider in Chromium, watches the first sync, and leaves the page open while things are added, renamed and deleted at the
 * providers. The lanes of the server run by themselves; the clocks of server, sandbox and open pages are moved.
 */
@Tag("end-to-end")
final class EightSyncsTest {
    private static final String SYNC = "/dashboard/analytics";
    private static final String FOUND = "/dashboard/inbox?show=everything&q=kestrel";
    private static final int LOOK_MILLIS = 30_100;
    private static final int ANSWER_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ProviderWorld providers;
    private World world;
    private PreviewBrowser browser;
    private BrowserContext person;
    private Page page;
    private AtProviders at;

    @BeforeEach
    void start() {
        providers = new ProviderWorld(Map.of(
                "LANES", "sync", "concierge.identity.session-idle", "29d", "concierge.identity.session-life", "30d"));
        world = providers.world();
        world.sandbox().knobs("linkedin").set(LinkedinKnobs.PRODUCTS, List.of(Product.values()));
        browser = new PreviewBrowser();
        person = browser.person(true);
        page = person.newPage();
        at = new AtProviders(providers, page);
        at.signUp();
    }

    @AfterEach
    void stop() {
        world.sandbox().knobs().set(Knobs.HANG, List.of());
        person.close();
        browser.close();
        providers.close();
    }

    @Test
    void eight_providers_are_brought_into_step_and_kept_there_before_ones_eyes() {
        connectGoogleAndWatch();
        cases().filter(one -> !one.id().equals("google")).forEach(this::connect);
        allow("google", "Drive files");
        allow("google", "Mail");
        allow("linkedin", "Company posts");

        Page sync = open(SYNC);
        List<String> complaints = PreviewBrowser.complaints(sync);
        sync.reload();
        try (SandboxCounts counts = new SandboxCounts(world.sandbox())) {
            until(sync, "#live", () -> records(sync), there -> assertThat(there).isEqualTo(expected(counts)));
            sync.locator("#open-google").click();
            sync.locator("#hq").pressSequentially("calendar");

            followed();

            until(
                    sync,
                    "#live",
                    () -> settled(records(sync)),
                    there -> assertThat(there).isEqualTo(settled(expected(counts))));
        }
        assertThat(sync.locator("#fold-google")).hasAttribute("open", "");
        assertThat(sync.locator("#fold-meta")).not().hasAttribute("open", "");
        assertThat(sync.locator("#hq")).hasValue("calendar");
        assertThat(sync.locator("#hq")).isFocused();
        assertThat(complaints).isEmpty();
    }

    /** All but the calendar: its series without an end grow with the clock, and those occurrences come with the pass of every four weeks. */
    private static Map<String, String> settled(Map<String, String> counts) {
        Map<String, String> settled = new TreeMap<>(counts);
        settled.remove("google/Calendar events");
        return settled;
    }

    private static Stream<ProviderCase> cases() {
        return ProviderCase.all().stream().sorted(Comparator.comparing(ProviderCase::id));
    }

    /** Google does not answer for a while: the run is seen to be under way, and the page tells by itself when it is over. */
    private void connectGoogleAndWatch() {
        ProviderCase google =
                cases().filter(one -> one.id().equals("google")).findFirst().orElseThrow();
        world.sandbox().knobs().set(Knobs.HANG, List.of(Hang.untilReleased("events")));
        connect(google);

        page.navigate(world.url(SYNC).toString());
        Locator row = page.locator("#fold-google");
        row.locator("summary").click();
        assertThat(row.locator("summary")).containsText("Syncing");
        assertThat(row.locator("progress")).isVisible();
        assertThat(row).containsText("read,");
        world.sandbox().knobs().set(Knobs.HANG, List.of());
        assertThat(row.locator("summary")).containsText("In step");
        assertThat(row.locator("progress")).hasCount(0);
        assertThat(row).hasAttribute("open", "");
    }

    private void connect(ProviderCase one) {
        at.connect(one);
        at.through(one, _ -> {});
        at.chosen();
    }

    /** What a plain Connect does not ask for is asked for by the button beside its stream. */
    private void allow(String provider, String stream) {
        page.navigate(world.url(SYNC + "?open=" + provider).toString());
        page.locator("#fold-" + provider + " tr:has-text('" + stream + "') button")
                .click();
        ProviderCase one =
                cases().filter(each -> each.id().equals(provider)).findFirst().orElseThrow();
        at.through(one, _ -> {});
        at.chosen();
    }

    /** Adds, renames and deletes one thing of each stream, and sees it within one interval of its stream; in Google's calendar at once. */
    private void followed() {
        List<Thing> things = new SandboxThings(world).all();
        Page found = open(FOUND);
        watched(found);
        Map<Thing, String> ids = new HashMap<>();
        things.forEach(thing -> ids.put(thing, thing.add().apply(thing.title("one"))));

        until(
                found,
                "#inbox",
                () -> titles(found),
                titles -> assertThat(titles)
                        .as("at once")
                        .containsAll(shown(things, thing -> thing.stream().equals("google.calendar.events"), "one")));
        Duration passed = Duration.ZERO;
        for (Duration interval :
                things.stream().map(Thing::interval).sorted().distinct().toList()) {
            pass(found, interval.minus(passed));
            passed = interval;
            until(
                    found,
                    "#inbox",
                    () -> titles(found),
                    titles -> assertThat(titles)
                            .as("after " + interval)
                            .containsAll(shown(things, thing -> thing.interval().compareTo(interval) <= 0, "one")));
        }
        agendaShows(shown(things, thing -> thing.stream().endsWith(".events"), "one"));

        things.forEach(thing -> thing.rename().accept(ids.get(thing), thing.title("two")));
        pass(found, passed);
        until(
                found,
                "#inbox",
                () -> titles(found),
                titles -> assertThat(titles).isEqualTo(shown(things, _ -> true, "two")));

        things.forEach(thing -> thing.remove().accept(ids.get(thing)));
        for (Duration gone :
                things.stream().map(Thing::gone).sorted().distinct().toList()) {
            pass(found, gone);
            until(
                    found,
                    "#inbox",
                    () -> titles(found),
                    titles -> assertThat(titles)
                            .as("after " + gone)
                            .doesNotContainAnyElementsOf(
                                    shown(things, thing -> thing.gone().compareTo(gone) <= 0, "two")));
        }
        assertThat(titles(found)).isEmpty();
        found.close();
    }

    /** Google is asked to tell of changes a minute after the first sync. */
    private void watched(Page open) {
        pass(open, Duration.ofMinutes(2));
        assertThat(world.sandbox().ledger().awaitArrivals("google", "watchEvents", 2, PATIENCE))
                .as("both calendars are watched")
                .isTrue();
    }

    private void agendaShows(Set<String> titles) {
        page.navigate(world.url("/dashboard/agenda").toString());
        titles.forEach(title -> assertThat(page.locator("#days")).containsText(title));
    }

    /** Time passes, and a little more than that, so that what is due then is due; what was due before has run. */
    private void pass(Page open, Duration time) {
        while (!isIdle()) {
            look(open, "#inbox");
        }
        world.advance(time.plusSeconds(30));
    }

    private boolean isIdle() {
        return world.database()
                .owner()
                .sql("select not exists (select 1 from streams where lease_until is not null or due_at <= :now)")
                .param("now", world.clock().instant().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /** A page that stays open; its own clock stands until it is moved. */
    private Page open(String path) {
        Page open = person.newPage();
        open.clock().install();
        open.navigate(world.url(path).toString());
        return open;
    }

    /** Lets half a minute of the page pass, again and again, until what it shows is as expected. */
    private static <T> void until(Page open, String part, Supplier<T> shown, Consumer<T> expectation) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                expectation.accept(shown.get());
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            look(open, part);
        }
    }

    private static void look(Page open, String part) {
        boolean soon = "every 1s".equals(open.locator(part).getAttribute("hx-trigger"));
        try {
            open.waitForResponse(
                    response -> response.request().headers().containsKey("hx-request"),
                    new Page.WaitForResponseOptions().setTimeout(ANSWER_MILLIS),
                    () -> open.clock().runFor(soon ? 1_100 : LOOK_MILLIS));
        } catch (TimeoutError e) {
            // The answer before was put in while the clock ran: the next look is only due after it.
        }
    }

    private static Set<String> shown(List<Thing> things, Predicate<Thing> some, String word) {
        return things.stream().filter(some).map(thing -> thing.shown(word)).collect(Collectors.toSet());
    }

    private static Set<String> titles(Page found) {
        return found.locator("#inbox .row b").allTextContents().stream()
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    /** What the page says of each stream, by provider and title: "google/Mail" and its number. */
    @SuppressWarnings("unchecked") // two texts of each row
    private static Map<String, String> records(Page sync) {
        Object rows = sync.evaluate("""
                () => [...document.querySelectorAll('#live .fold')].flatMap(fold => [...fold.querySelectorAll('tbody tr')]
                    .map(row => [fold.id.replace('fold-', '') + '/' + row.cells[0].textContent.trim(), row.cells[1].textContent.trim()]))
                """);
        return ((Collection<List<String>>) rows)
                .stream().collect(Collectors.toMap(List::getFirst, List::getLast, (one, _) -> one, TreeMap::new));
    }

    private Map<String, String> expected(SandboxCounts counts) {
        Map<String, Long> there = counts.all();
        UUID account = world.database()
                .owner()
                .sql("select account_id from integrations limit 1")
                .query(UUID.class)
                .single();
        List<SyncReader.Status> streams = world.server().bean(SyncReader.class).status(account);
        assertThat(streams).extracting(SyncReader.Status::stream).containsExactlyInAnyOrderElementsOf(there.keySet());
        return streams.stream()
                .collect(Collectors.toMap(
                        stream -> stream.provider() + "/" + stream.title(),
                        stream -> String.format(Locale.ENGLISH, "%,d", there.get(stream.stream())),
                        (one, _) -> one,
                        TreeMap::new));
    }
}
