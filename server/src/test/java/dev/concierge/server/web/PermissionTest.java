package dev.concierge.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one table of roles and permissions. */
@Tag("security")
class PermissionTest {
    private static final Path PAGE = Path.of("../docs/roles.md");

    @ParameterizedTest
    @CsvSource({
        "GUEST, GUEST, false",
        "USER, GUEST, false",
        "MANAGER, GUEST, true",
        "MANAGER, USER, true",
        "MANAGER, MANAGER, false",
        "MANAGER, ADMIN, false",
        "ADMIN, GUEST, true",
        "ADMIN, MANAGER, true",
        "ADMIN, ADMIN, true"
    })
    void a_manager_reaches_guests_and_users_and_an_administrator_everybody(Role one, Role other, boolean reached) {
        assertThat(one.reaches(other)).isEqualTo(reached);
    }

    @Test
    @DisplayName("a manager sees people, audit and alerts, sets local ids and invites, and nothing else")
    void a_manager_may_five_things() {
        assertThat(Permission.of(Role.MANAGER))
                .containsExactly(
                        Permission.OWN_ACCOUNT,
                        Permission.SEE_PEOPLE,
                        Permission.SEE_AUDIT,
                        Permission.SEE_ALERTS,
                        Permission.SET_LOCAL_ID,
                        Permission.INVITE);
        assertThat(Permission.of(Role.USER)).containsExactly(Permission.OWN_ACCOUNT);
        assertThat(Permission.of(Role.GUEST)).containsExactly(Permission.OWN_ACCOUNT);
        assertThat(Permission.of(Role.ADMIN)).containsExactly(Permission.values());
    }

    @Test
    void the_documented_table_is_this_one() throws IOException {
        List<String> documented = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| May |"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(documented).isEqualTo(table());
    }

    private static List<String> table() {
        Stream<String> head = Stream.of(
                row("May", role -> role.title(), "Where it ends"),
                "|---|" + "---|".repeat(Role.values().length) + "---|");
        Stream<String> rows = Arrays.stream(Permission.values())
                .map(one -> row(one.title(), role -> one.allows(role) ? "yes" : "–", one.explanation()));
        return Stream.concat(head, rows).toList();
    }

    private static String row(String first, java.util.function.Function<Role, String> cell, String last) {
        return Arrays.stream(Role.values())
                .map(cell)
                .collect(Collectors.joining(" | ", "| " + first + " | ", " | " + last + " |"));
    }
}
