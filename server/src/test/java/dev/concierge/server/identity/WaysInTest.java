package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every way in against everything that an account can be, each tried over HTTP, and compared with the table in {@code docs/ways-in.md}. With
 * {@code -Dways.write=true} the table is written instead; what may never be in it is asked all the same.
 */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysInTest {
    private static final Path PAGE = Path.of("..", "docs", "ways-in.md");
    private static final String HEAD = "| Way in |";

    private final Map<WayIn, Map<Standing, Entry>> table = new EnumMap<>(WayIn.class);

    @BeforeAll
    void tryAll() throws IOException {
        try (WaysInWorld world = new WaysInWorld("invite")) {
            for (WayIn way : WayIn.values()) {
                Map<Standing, Entry> row = new EnumMap<>(Standing.class);
                for (Standing standing : Standing.values()) {
                    row.put(standing, new Attempt(world, way, standing).run());
                    world.forget();
                }
                table.put(way, row);
            }
        }
    }

    @AfterAll
    void write() throws IOException {
        if (Boolean.getBoolean("ways.write")) {
            List<String> old = Files.readAllLines(PAGE);
            int start = old.indexOf(old.stream()
                    .filter(line -> line.startsWith(HEAD))
                    .findFirst()
                    .orElseThrow());
            List<String> after = old.subList(start, old.size()).stream()
                    .dropWhile(line -> line.startsWith("|"))
                    .toList();
            Files.write(
                    PAGE,
                    Stream.of(old.subList(0, start), rows(), after)
                            .flatMap(List::stream)
                            .toList());
        }
    }

    private Entry at(WayIn way, Standing standing) {
        return Objects.requireNonNull(Objects.requireNonNull(table.get(way)).get(standing));
    }

    private List<String> rows() {
        Stream<String> head = Stream.of(
                Arrays.stream(Standing.values())
                        .map(Standing::words)
                        .collect(Collectors.joining(" | ", HEAD + " ", " |")),
                "|---|" + "---|".repeat(Standing.values().length));
        Stream<String> rows = Arrays.stream(WayIn.values())
                .map(way -> Arrays.stream(Standing.values())
                        .map(standing -> at(way, standing).words())
                        .collect(Collectors.joining(" | ", "| " + way.words() + " | ", " |")));
        return Stream.concat(head, rows).toList();
    }

    @Test
    @DisplayName("the documented table of ways in is what happens")
    void the_documented_table_is_what_happens() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(HEAD))
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        if (!Boolean.getBoolean("ways.write")) {
            assertThat(documented).isEqualTo(rows());
        }
    }

    @Test
    @DisplayName("C-15 whoever is disabled or deleted is refused by every way in")
    void c15_the_disabled_and_the_deleted_are_refused_everywhere() {
        for (WayIn way : WayIn.values()) {
            assertThat(at(way, Standing.DISABLED)).as(way.words()).isEqualTo(Entry.REFUSED);
            assertThat(at(way, Standing.DELETED)).as(way.words()).isEqualTo(Entry.REFUSED);
        }
    }

    @Test
    @DisplayName("C-15 whoever leaves is asked whether to keep the account, in a browser, and nothing else opens it")
    void c15_whoever_leaves_is_asked_and_nothing_else_opens() {
        for (WayIn way : WayIn.values()) {
            assertThat(at(way, Standing.LEAVING))
                    .as(way.words())
                    .isEqualTo(
                            switch (way) {
                                case PASSWORD, GOOGLE, GITHUB, MICROSOFT, OIDC, PASSKEY -> Entry.KEEP;
                                case PROGRAM, LINK, SESSION, REFRESH_TOKEN, ACCESS_TOKEN, API_KEY -> Entry.REFUSED;
                                case SERVICE_KEY -> Entry.NONE;
                            });
        }
    }

    @Test
    @DisplayName("J-04 a second factor is skipped by no way in; what was handed out after it was proved goes on")
    void j04_a_second_factor_is_skipped_by_nothing() {
        for (WayIn way : WayIn.values()) {
            Entry entry = at(way, Standing.SECOND_FACTOR);
            switch (way) {
                case PASSWORD, PROGRAM, GOOGLE, GITHUB, MICROSOFT, OIDC, LINK ->
                    assertThat(entry).as(way.words()).isEqualTo(Entry.SECOND);
                case SESSION, REFRESH_TOKEN, ACCESS_TOKEN ->
                    assertThat(entry).as(way.words()).isNotIn(Entry.IN, Entry.NEW);
                case PASSKEY, API_KEY -> assertThat(entry).as(way.words()).isEqualTo(Entry.IN);
                case SERVICE_KEY -> assertThat(entry).as(way.words()).isEqualTo(Entry.NONE);
            }
        }
    }

    @Test
    @DisplayName("J-04 an administrator without a second factor comes in nowhere before setting one up")
    void j04_an_administrator_sets_one_up_first() {
        for (WayIn way : WayIn.values()) {
            if (way != WayIn.API_KEY) {
                assertThat(at(way, Standing.ADMINISTRATOR)).as(way.words()).isNotIn(Entry.IN, Entry.NEW);
            }
        }
    }

    @Test
    @DisplayName("a service account is opened by its key alone, and a key of one opens nothing else")
    void a_service_account_is_opened_by_its_key_alone() {
        for (WayIn way : WayIn.values()) {
            assertThat(at(way, Standing.SERVICE))
                    .as(way.words())
                    .isEqualTo(way == WayIn.SERVICE_KEY ? Entry.IN : Entry.NONE);
        }
    }

    @Test
    @DisplayName("C-14 an account is made only by an accepted invitation")
    void c14_an_account_is_made_by_an_invitation_alone() {
        for (WayIn way : WayIn.values()) {
            for (Standing standing : Standing.values()) {
                Set<Entry> made = standing == Standing.INVITED && way.isProvider() ? Set.of(Entry.NEW) : Set.of();
                assertThat(at(way, standing) == Entry.NEW)
                        .as(way.words() + ", " + standing.words())
                        .isEqualTo(!made.isEmpty());
            }
        }
    }

    @Test
    @DisplayName("the happy paths work: every way opens an active account of the person it belongs to")
    void every_way_opens_an_active_account() {
        for (WayIn way : WayIn.values()) {
            assertThat(at(way, Standing.ACTIVE))
                    .as(way.words())
                    .isEqualTo(way == WayIn.SERVICE_KEY ? Entry.NONE : Entry.IN);
        }
    }
}
