package dev.concierge.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.Dialect;
import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.support.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** O24: what an older installation held works on here as if it had always been here. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportTest {
    private static final String PASSWORD = "old tin kettle";

    private final String bcrypt = new BCryptPasswordEncoder(4).encode(PASSWORD);
    private ImportWorld world;

    @TempDir
    private Path folder;

    @BeforeAll
    void start() {
        world = new ImportWorld();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private OldFile file(String tokens) {
        return new OldFile(folder.resolve("people.jsonl"), tokens);
    }

    private static String in(String form, String token) {
        return switch (form) {
            case "fernet" -> OldFile.fernet(token);
            case "aes-256-gcm" -> OldFile.aes(token);
            default -> token;
        };
    }

    /** Password "password" where the hash is a published one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bcrypt-2a|$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|U*U",
                "bcrypt-2b|$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|U*U",
                "bcrypt-2y|$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW|U*U",
                "argon2id|$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc|password",
                "argon2i|$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA|password"
            })
    @DisplayName("a published hash signs its person in, is replaced by ours, and the person signs in again")
    void a_published_hash_signs_in_and_is_replaced(String kind, String hash, String password) {
        String email = kind + "@old.example";
        OldFile file = file("plain").row(OldFile.person(kind, email, hash));
        assertThat(world.run(file).complete()).as(file.reported().toString()).isTrue();
        assertThat(world.hash(email)).isEqualTo(hash);

        assertThat(world.signsIn(world.world().visitor(), email, password + "x"))
                .isFalse();
        assertThat(world.hash(email)).isEqualTo(hash);
        assertThat(world.signsIn(world.world().visitor(), email, password)).isTrue();
        assertThat(world.hash(email)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(world.signsIn(world.world().visitor(), email, password)).isTrue();
        assertThat(world.run(file).same()).as("the row is still the same").isOne();
        assertThat(world.hash(email)).as("and brings no old hash back").startsWith("$argon2id$v=19$m=19456");
    }

    @Test
    @DisplayName("a password that was hashed in another Unicode form than ours signs in")
    void a_password_in_another_unicode_form() {
        String typed = "cafe\u0301 au lait";
        OldFile file =
                file("plain").row(OldFile.person("nfd", "nfd@old.example", new BCryptPasswordEncoder(4).encode(typed)));
        assertThat(world.run(file).complete()).isTrue();

        assertThat(world.signsIn(world.world().visitor(), "nfd@old.example", typed))
                .isTrue();
        assertThat(world.signsIn(world.world().visitor(), "nfd@old.example", "caf\u00e9 au lait"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"plain", "fernet", "aes-256-gcm"})
    @DisplayName("a grant vends: the token in hand while it lives, a refreshed one of the provider when it has ended")
    void a_grant_vends_and_refreshes(String form) {
        Dialect.Minted lives = world.minted();
        Dialect.Minted ended = world.minted();
        String later = world.world().clock().instant().plusSeconds(3000).toString();
        String before = world.world().clock().instant().minusSeconds(3000).toString();
        OldFile file = file(form)
                .row(OldFile.with(
                        OldFile.person(form + "-1", form + "-1@old.example", bcrypt),
                        "grants",
                        List.of(world.grant(in(form, lives.accessToken()), in(form, lives.refreshToken()), later))))
                .row(OldFile.with(
                        OldFile.person(form + "-2", form + "-2@old.example", bcrypt),
                        "grants",
                        List.of(world.grant(in(form, ended.accessToken()), in(form, ended.refreshToken()), before))));
        ImportSummary summary = world.run(file);
        assertThat(summary.complete()).as(file.reported().toString()).isTrue();
        assertThat(summary.grants()).isEqualTo(2);

        UUID first = world.integration(world.account(form + "-1@old.example"));
        UUID second = world.integration(world.account(form + "-2@old.example"));
        assertThat(world.vended(form + "-1@old.example", PASSWORD, first)).isEqualTo(lives.accessToken());
        assertThat(world.vended(form + "-2@old.example", PASSWORD, second))
                .isNotBlank()
                .isNotEqualTo(ended.accessToken());
        assertThat(world.count("select count(*) from grants g join integrations i on i.grant_id = g.id where i.id = '"
                        + second + "' and g.version = 2 and g.refreshes = 1"))
                .isOne();
        assertThat(world.count("select count(*) from consents where imported and integration_id = '" + first + "'"))
                .isOne();
        assertThat(world.count("select count(*) from streams where integration_id = '" + first + "'"))
                .isPositive();
        assertThat(world.count(
                        "select count(*) from audit_events where action = 'integration.import' and target = 'integration:"
                                + first + "'"))
                .isOne();
        assertThat(world.count("select count(*) from grants where access_token is null or position('"
                        + lives.accessToken() + "'::bytea in access_token) > 0"))
                .as("in the clear")
                .isZero();
    }

    @Test
    @DisplayName("role, local id, address, shut-out people and ways in through providers come over")
    void what_belongs_to_an_account_comes_over() {
        Map<String, @Nullable Object> identity = Map.of(
                "issuer", "provider:github", "subject", "77", "email", "Gil@Old.example", "emailVerified", false);
        OldFile file = file("plain")
                .row(OldFile.with(
                        OldFile.with(OldFile.person("m", "M@Old.example", bcrypt), "role", "manager"),
                        "localId",
                        "VNW001"))
                .row(OldFile.with(OldFile.person("gone", "gone@old.example", bcrypt), "active", false))
                .row(Map.of("key", "gil", "email", "gil@old.example", "identities", List.of(identity)))
                .row(Map.of(
                        "key",
                        "gina",
                        "email",
                        "gina@old.example",
                        "emailVerified",
                        true,
                        "identities",
                        List.of(Map.of("issuer", "provider:github", "subject", "78"))));
        assertThat(world.run(file).complete()).as(file.reported().toString()).isTrue();

        assertThat(world.count("select count(*) from accounts where email = 'm@old.example' and role = 'manager'"
                        + " and local_id = 'VNW001' and email_verified and status = 'active'"))
                .isOne();
        assertThat(world.signsIn(world.world().visitor(), "gone@old.example", PASSWORD))
                .as("shut out there, shut out here")
                .isFalse();
        assertThat(
                        world.count(
                                "select count(*) from accounts a join identities i using (account_id) where a.email is null"
                                        + " and a.role = 'guest' and i.provider = 'github' and i.issuer = 'provider:github' and i.subject = '77'"))
                .as("an address that nobody proved is not kept")
                .isOne();
        assertThat(
                        world.count(
                                "select count(*) from accounts a join identities i using (account_id) where a.email = 'gina@old.example' and i.subject = '78'"))
                .isOne();
    }

    @Test
    @DisplayName("a second run changes nothing; a line with one grant more adds that; a changed line is refused")
    void again() {
        Dialect.Minted minted = world.minted();
        Map<String, @Nullable Object> row = OldFile.person("again", "again@old.example", bcrypt);
        assertThat(world.run(file("plain").row(row)).accounts()).isOne();
        Map<String, Long> before = world.counts();

        assertThat(world.run(file("plain").row(row)).same()).isOne();
        before.merge("audit_events", 1L, Long::sum);
        assertThat(world.counts()).as("all but the line about the run").isEqualTo(before);

        Map<String, @Nullable Object> more = OldFile.with(
                row, "grants", List.of(world.grant(minted.accessToken(), minted.refreshToken(), 4_000_000_000L)));
        ImportSummary added = world.run(file("plain").row(more));
        assertThat(added).isEqualTo(new ImportSummary(1, 1, 0, 0, 0, 1));

        OldFile changed = file("plain").row(OldFile.with(more, "role", "admin"));
        assertThat(world.run(changed).refused()).isOne();
        assertThat(changed.refusal(2)).startsWith("key This account was imported before with other content");
        assertThat(world.count("select count(*) from accounts where email = 'again@old.example' and role = 'user'"))
                .isOne();
        OldFile other = file("plain")
                .row(OldFile.with(
                        row, "grants", List.of(world.grant("another-token", minted.refreshToken(), 4_000_000_000L))));
        assertThat(world.run(other).refused()).isOne();
        assertThat(other.refusal(2)).startsWith("grants[0] This grant was imported before");
    }

    @Test
    @DisplayName("a dry run says what would be and changes nothing")
    void a_dry_run_changes_nothing() {
        Dialect.Minted minted = world.minted();
        OldFile file = file("plain")
                .row(OldFile.with(
                        OldFile.person("dry", "dry@old.example", bcrypt),
                        "grants",
                        List.of(world.grant(minted.accessToken(), minted.refreshToken(), null))))
                .row(OldFile.person("dry-2", "no address", bcrypt));
        Map<String, Long> before = world.counts();

        ImportSummary summary = world.run(file, true);

        assertThat(summary).isEqualTo(new ImportSummary(2, 1, 0, 1, 1, 1));
        assertThat(file.refusal(3)).startsWith("email That is not one e-mail address");
        assertThat(world.counts()).isEqualTo(before);
        assertThat(world.run(file)).as("then for real").isEqualTo(summary);
    }

    @Test
    @DisplayName("what is another account's is refused, and nothing of that account is changed")
    void what_is_another_accounts_is_refused() {
        Visitor resident = world.world().visitor().signUp();
        UUID account = world.account(resident.email());
        Map<String, @Nullable Object> identity = Map.of("issuer", "provider:github", "subject", "901");
        assertThat(world.run(file("plain")
                                .row(OldFile.with(
                                        OldFile.person("holder", "holder@old.example", bcrypt),
                                        "identities",
                                        List.of(identity))))
                        .complete())
                .isTrue();
        String hash = world.hash(resident.email());
        Map<String, Long> before = world.counts();

        Dialect.Minted minted = world.minted();
        OldFile file = file("plain")
                .row(OldFile.with(
                        OldFile.person("taker", resident.email().toUpperCase(java.util.Locale.ROOT), bcrypt),
                        "grants",
                        List.of(world.grant(minted.accessToken(), minted.refreshToken(), null))))
                .row(OldFile.with(
                        OldFile.person("taker-2", "taker2@old.example", bcrypt), "identities", List.of(identity)));
        assertThat(world.run(file).refused()).isEqualTo(2);

        assertThat(file.refusal(2)).startsWith("email Another account has this address");
        assertThat(file.refusal(3)).startsWith("identities[0] It opens another account already");
        before.merge("audit_events", 1L, Long::sum);
        assertThat(world.counts()).isEqualTo(before);
        assertThat(world.hash(resident.email())).isEqualTo(hash);
        assertThat(world.count("select count(*) from integrations where account_id = '" + account + "'"))
                .isZero();
    }

    @Test
    @DisplayName("the first line says what the file is, or nothing is read")
    void the_first_line() {
        for (String first : List.of(
                "{}",
                "[]",
                "",
                "{\"format\":\"concierge-import-2\",\"tokens\":\"plain\"}",
                "{\"format\":\"concierge-import-1\",\"tokens\":\"rot13\"}",
                "{\"format\":\"concierge-import-1\",\"tokens\":\"plain\",\"more\":1}")) {
            Path file = folder.resolve("first.jsonl");
            assertThatThrownBy(() -> {
                        Files.writeString(file, first + "\n");
                        world.world()
                                .server()
                                .bean(FileImport.class)
                                .run(file, folder.resolve("none"), false, (_, _) -> {});
                    })
                    .as(first)
                    .isInstanceOf(ImportRefused.class);
        }
    }

    @Test
    @DisplayName("a report is for its owner alone")
    void a_report_is_for_its_owner_alone() throws IOException {
        OldFile file = file("plain").row(OldFile.person("own", "own@old.example", bcrypt));
        Files.writeString(file.report(), "an earlier one");
        world.run(file);

        assertThat(Files.getPosixFilePermissions(file.report())).hasSize(2);
        assertThat(file.reported()).hasSize(1);
    }
}
