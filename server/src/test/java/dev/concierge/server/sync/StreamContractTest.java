package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.database.AccountScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.flow.ProviderWorld;
import dev.concierge.server.support.TestServer;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.support.World;
import dev.concierge.server.sync.ScriptedOutbound.Step;
import dev.concierge.server.sync.streams.Stream;
import dev.concierge.server.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every stream. The engine, vault and database are the real ones; the provider's API answers from recorded pages. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamContractTest {
    private final ScriptedOutbound provider = new ScriptedOutbound();
    private StreamCase of = cases().getFirst();
    private ProviderWorld providers;
    private World world;

    /** Every case there is beside this class. */
    static List<StreamCase> cases() {
        ClassPathScanningCandidateComponentProvider found = new ClassPathScanningCandidateComponentProvider(false);
        found.addIncludeFilter(new AssignableTypeFilter(StreamCase.class));
        return found.findCandidateComponents(StreamCase.class.getPackageName()).stream()
                .map(component -> newCase(java.util.Objects.requireNonNull(component.getBeanClassName())))
                .sorted(Comparator.comparing(StreamCase::stream))
                .toList();
    }

    private static StreamCase newCase(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(StreamCase.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(className + " needs a constructor without parameters", e);
        }
    }

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
        world = providers.world();
    }

    @AfterAll
    void close() {
        providers.close();
    }

    @Test
    void every_stream_has_a_case() {
        assertThat(world.server().bean(Streams.class).all())
                .extracting(stream -> stream.description().name())
                .containsExactlyInAnyOrderElementsOf(
                        cases().stream().map(StreamCase::stream).toList());
    }

    @Test
    void names_are_unique() {
        Stream<?> one = world.server().bean(Streams.class).all().iterator().next();
        assertThatThrownBy(() -> new Streams(List.of(one, one))).hasMessageContaining("two streams are named");
    }

    @Test
    void a_stream_asks_for_what_the_catalog_offers() {
        for (Stream<?> stream : world.server().bean(Streams.class).all()) {
            var provider = world.server()
                    .bean(Catalog.class)
                    .require(stream.description().provider());
            assertThat(provider.apis()).containsKey(stream.description().api());
            if (!stream.description().oneOf().isEmpty()) {
                assertThat(stream.description().oneOf())
                        .as(stream.description().name())
                        .anyMatch(scope -> provider.scope(scope).isPresent());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_first_run_stores_everything(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());

        assertThat(person.outcomes()).containsExactly("done");
        assertThat(person.records())
                .isEqualTo(stream.records())
                .isEqualTo(person.status().records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_run_goes_on_after_a_crash_at_the_page_where_it_was(StreamCase stream) {
        SyncedPerson person = person(stream);
        List<Step> untilCrash = new ArrayList<>(stream.firstRun().subList(0, stream.callsBeforeCrash()));
        untilCrash.add(new Step.Die());
        assertThatExceptionOfType(ScriptedOutbound.Death.class).isThrownBy(() -> run(untilCrash));
        assertThat(person.outcomes()).containsExactly("open");
        assertThat(person.records()).isPositive().isLessThan(stream.records());

        person.endLease();
        run(stream.firstRun()
                .subList(stream.callsBeforeCrash(), stream.firstRun().size()));
        assertThat(provider.asked())
                .as("pages that were stored are not asked for again")
                .hasSize(stream.beginning().size() + stream.callsOfPages().getLast());
        assertThat(person.outcomes()).containsExactly("interrupted", "done");
        assertThat(person.records())
                .isEqualTo(stream.records())
                .isEqualTo(person.status().records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changes_are_followed_and_what_is_gone_leaves_a_tombstone_without_content(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());
        world.advance(stream.seesGoneAfter());
        again(stream.changes());

        assertThat(person.outcomes()).containsExactly("done", "done");
        assertThat(person.records())
                .isEqualTo(stream.records())
                .isEqualTo(person.status().records());
        assertThat(person.tombstones()).isEqualTo(1);
        assertThat(person.count("select count(*) from records where integration_id = :id and version = 1"))
                .as("what is the same is not written")
                .isEqualTo(stream.records() - 1L);
        assertThat(
                        person.count(
                                "select added * 100 + changed * 10 + removed from runs where integration_id = :id order by started_at desc limit 1"))
                .isEqualTo(111);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_feed_that_is_too_old_is_read_anew_and_what_the_full_pass_misses_is_gone(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());
        world.advance(stream.seesGoneAfter());
        again(stream.tooOld());

        assertThat(person.outcomes()).containsExactly("done", "done");
        assertThat(person.records())
                .isEqualTo(stream.records())
                .isEqualTo(person.status().records());
        assertThat(person.tombstones()).isEqualTo(1);
        assertThat(person.latestVersion()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_full_pass_that_crashes_ends_as_if_it_had_not(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());
        world.advance(stream.seesGoneAfter());
        later();
        List<Step> all = stream.tooOld();
        int lastPage = all.size() - stream.callsOfPages().getLast();
        List<Step> untilCrash = new ArrayList<>(all.subList(0, lastPage));
        untilCrash.add(new Step.Die());
        assertThatExceptionOfType(ScriptedOutbound.Death.class).isThrownBy(() -> run(untilCrash));
        assertThat(person.tombstones())
                .as("nothing is swept before the pass has ended")
                .isZero();

        person.endLease();
        run(all.subList(lastPage, all.size()));
        assertThat(person.records()).isEqualTo(stream.records());
        assertThat(person.tombstones()).isEqualTo(1);
        assertThat(person.count("select count(*) from pass_pages where integration_id = :id"))
                .isZero();
    }

    /** It would take what is noted for gone: it knows marks in the records only. */
    @Test
    void the_release_before_cannot_read_a_checkpoint_within_a_full_pass_and_begins_it_anew() {
        JsonMapper before = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (Stream<?> stream : world.server().bean(Streams.class).all()) {
            String text = world.server().bean(Checkpoints.class).text(stream.start());
            assertThatThrownBy(() -> before.readValue(Checkpoints.inPass(text), stream.checkpointType()))
                    .as(stream.description().name())
                    .isInstanceOf(JacksonException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_refused_token_is_refreshed_once_and_a_second_refusal_is_a_failure(StreamCase stream) {
        SyncedPerson person = person(stream);
        world.advance(Duration.ofMinutes(2));
        Step refusal = new Step.Answer(401, "{}");
        List<Step> refused = joined(List.of(List.of(refusal), stream.beginning(), stream.firstRun()));
        if (!stream.refreshes()) {
            run(refused.subList(0, 1));
            assertThat(person.outcomes()).containsExactly("stopped");
            assertThat(person.count("select count(*) from integrations where id = :id and state = 'needs_reconnect'"))
                    .isOne();
            return;
        }
        run(refused);
        assertThat(person.outcomes()).containsExactly("done");

        again(joined(List.of(List.of(refusal), stream.beginning(), List.of(refusal))));
        assertThat(person.outcomes()).containsExactly("done", "failed");
        assertThat(person.status().cause()).isEqualTo("token_refused");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothing_new_is_no_change(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());
        again(stream.nothingNew());

        assertThat(person.outcomes()).containsExactly("done", "done");
        assertThat(person.records()).isEqualTo(stream.records());
        assertThat(person.latestVersion()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_item_that_cannot_be_read_is_kept_aside_and_spoils_no_other(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.malformed());

        assertThat(person.outcomes()).containsExactly("partial");
        assertThat(person.records()).isEqualTo(stream.records());
        assertThat(person.status().state()).isEqualTo("partial");
        assertThat(person.status().malformed()).isEqualTo(1);
        assertThat(world.server().bean(SyncReader.class).malformed(person.account(), null, 10))
                .singleElement()
                .satisfies(item -> assertThat(item.why()).matches("[a-z_]+"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_comes_twice_is_stored_once(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.doubled());

        assertThat(person.outcomes()).containsExactly("done");
        assertThat(person.records())
                .isEqualTo(stream.records())
                .isEqualTo(person.status().records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_largest_page_is_stored(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.largest(stream.largest()));

        assertThat(person.outcomes()).containsExactly("done");
        assertThat(person.records()).isEqualTo(stream.largest());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_record_has_what_every_kind_of_thing_has(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());

        assertThat(
                        person.count(
                                "select count(*) from records where integration_id = :id and title <> '' and words <> ''::tsvector and kind <> ''"))
                .isEqualTo(stream.records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_busy_provider_that_does_not_say_how_long_is_left_alone_for_a_while(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(List.of(stream.busy()));

        assertThat(person.outcomes()).containsExactly("rate_limited");
        assertThat(Duration.between(world.clock().instant(), person.status().nextRunAt()))
                .isBetween(Duration.ofSeconds(1), stream.longestWait());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_busy_provider_is_left_alone_as_long_as_it_says(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(List.of(stream.busy(300)));

        assertThat(person.outcomes()).containsExactly("rate_limited");
        assertThat(Duration.between(world.clock().instant(), person.status().nextRunAt()))
                .isBetween(Duration.ofSeconds(290), Duration.ofSeconds(300));
        assertThat(world.server().bean(ClaimRepository.class).due(of.provider(), 10))
                .isZero();
        world.advance(Duration.ofSeconds(301));
        run(stream.firstRun());
        assertThat(person.records()).isEqualTo(stream.records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_scope_that_is_missing_after_all_ends_the_tries(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(List.of(stream.notAllowed()));

        assertThat(person.status().state()).isEqualTo("not_allowed");
        assertThat(person.status().nextRunAt()).isNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void garbage_and_broken_answers_are_failures_that_change_nothing(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.firstRun());
        for (Step bad : stream.garbage()) {
            world.advance(Duration.ofDays(2));
            run(List.of(bad));
            assertThat(person.status().state()).as(bad.toString()).isEqualTo("failed");
            assertThat(person.records()).as(bad.toString()).isEqualTo(stream.records());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pages_that_lead_nowhere_are_told_from_success(StreamCase stream) {
        SyncedPerson person = person(stream);
        run(stream.circle());

        assertThat(person.outcomes()).containsExactly("no_progress");
        assertThat(person.status().state()).isEqualTo("no_progress");
        assertThat(person.status().inStepAt()).isNull();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_run_whose_time_is_up_goes_on_where_it_was(StreamCase stream) {
        SyncedPerson person = person(stream);
        int from = 0;
        for (int calls : stream.callsOfPages()) {
            provider.play(joined(List.of(stream.beginning(), stream.firstRun().subList(from, from + calls))));
            engine().run(claim(), () -> true);
            from += calls;
        }
        List<String> outcomes = person.outcomes();
        assertThat(outcomes.getLast()).isEqualTo("done");
        assertThat(outcomes.subList(0, outcomes.size() - 1)).containsOnly("continued");
        assertThat(person.records()).isEqualTo(stream.records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void only_the_last_claim_stores(StreamCase stream) {
        SyncedPerson person = person(stream);
        Claim slow = claim();
        assertThat(world.server().bean(ClaimRepository.class).next(of.provider(), Duration.ofMinutes(2)))
                .as("while one node runs it, no other gets it")
                .isEmpty();
        person.endLease();
        Claim quick = claim();
        play(stream.firstRun());
        engine().run(slow, () -> false);
        assertThat(provider.asked()).isEmpty();
        engine().run(quick, () -> false);
        assertThat(person.outcomes()).containsExactly("done");
        assertThat(person.records()).isEqualTo(stream.records());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_claim_lost_between_two_pages_stores_nothing_more(StreamCase stream) {
        SyncedPerson person = person(stream);
        play(stream.firstRun());
        long[] before = new long[1];
        engine().run(claim(), () -> {
            if (provider.asked().size() == stream.beginning().size() + stream.callsBeforeCrash()) {
                before[0] = person.records();
                person.endLease();
                claim();
            }
            return false;
        });
        assertThat(provider.asked())
                .as("no call is made after it")
                .hasSize(stream.beginning().size() + stream.callsBeforeCrash());
        assertThat(person.records()).isEqualTo(before[0]);
        assertThat(person.outcomes()).containsExactly("open");
    }

    /** Somebody new, whose streams are the only due ones. */
    private SyncedPerson person(StreamCase stream) {
        world.database().owner().sql("delete from streams").update();
        SyncedPerson person = SyncedPerson.connect(world, stream.provider(), Visitor.LINH_WORK, stream.scopes());
        world.database()
                .owner()
                .sql("delete from streams where name <> :name")
                .param("name", stream.stream())
                .update();
        of = stream;
        return person;
    }

    private void again(List<Step> steps) {
        later();
        run(steps);
    }

    /** When the stream is due again. */
    private void later() {
        Stream<?> stream = world.server().bean(Streams.class).find(of.stream()).orElseThrow();
        world.advance(stream.description().every().plusMinutes(1));
    }

    private void run(List<Step> steps) {
        play(steps);
        engine().run(claim(), () -> false);
        assertThat(provider.finished()).as("every answer was asked for").isTrue();
    }

    /** Plays a run: what each begins with, and then its own. */
    private void play(List<Step> steps) {
        provider.play(joined(List.of(of.beginning(), steps)));
    }

    private static List<Step> joined(List<List<Step>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private Claim claim() {
        return world.server()
                .bean(ClaimRepository.class)
                .next(of.provider(), Duration.ofMinutes(2))
                .orElseThrow(() -> new AssertionError("nothing is due"));
    }

    private SyncEngine engine() {
        TestServer server = world.server();
        ProviderApis apis = new ProviderApis(
                server.bean(AccountScope.class),
                server.bean(Vault.class),
                provider,
                server.bean(CallBudgets.class),
                server.bean(JsonMapper.class),
                server.bean(SyncSettings.class),
                world.clock());
        return new SyncEngine(
                server.bean(AccountScope.class),
                server.bean(Streams.class),
                server.bean(Catalog.class),
                apis,
                server.bean(EngineParts.class),
                server.bean(SyncMetrics.class),
                server.bean(Ids.class),
                world.clock());
    }
}
