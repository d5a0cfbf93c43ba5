package dev.concierge.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Visitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A bad line is refused with its field, the others go on, and no report repeats what stands in a line. */
@Tag("security")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRowsTest {
    private static final String HASH = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    private static final String MARK = "sEcReTmArK";

    private ImportWorld world;
    private int number;

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

    private Map<String, @Nullable Object> person() {
        number++;
        return OldFile.person("bad-" + number, "bad-" + number + "@old.example", HASH);
    }

    private Map<String, @Nullable Object> with(String field, @Nullable Object value) {
        return OldFile.with(person(), field, value);
    }

    private Map<String, @Nullable Object> granted(String field, @Nullable Object value) {
        return with(
                "grants", List.of(OldFile.with(world.grant(MARK + "-access", MARK + "-refresh", null), field, value)));
    }

    /** What stands in a line, and where the refusal says that it stands. */
    private Map<String, Map<String, @Nullable Object>> rows() {
        Map<String, @Nullable Object> identity = Map.of("issuer", "https://nobody.example", "subject", "1");
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        rows.put("isAdmin", with("isAdmin", true));
        rows.put("?", with(MARK + "-" + number, 1));
        rows.put("key It is missing", with("key", null));
        rows.put("key It is empty", with("key", " "));
        rows.put("key This is not a text", with("key", 7));
        rows.put("key It is longer", with("key", "k".repeat(256)));
        rows.put("email That is not one", with("email", MARK));
        rows.put("email That is not", with("email", "a@old.example,b@old.example"));
        rows.put("email It holds", with("email", "a@old.example\u0000"));
        rows.put("email Who signs in", with("email", null));
        rows.put("emailVerified", with("emailVerified", "yes"));
        rows.put("name It holds", with("name", "two\nlines"));
        rows.put("name It is empty, longer", with("name", "\u202e" + "reversed"));
        rows.put("role", with("role", "root"));
        rows.put("localId It is longer", with("localId", "x".repeat(51)));
        rows.put("active", with("active", 0));
        rows.put("password There is neither", with("password", null));
        rows.put("password This is neither", with("password", MARK));
        rows.put("password This is neither b", with("password", HASH.replace("$2b", "$2x")));
        rows.put("password The cost", with("password", HASH.replace("$05$", "$31$")));
        rows.put(
                "password The parameters",
                with(
                        "password",
                        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
        rows.put(
                "password The salt",
                with("password", "$argon2id$v=19$m=65536,t=2,p=1$c29t$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
        rows.put("identities[0].issuer", with("identities", List.of(identity)));
        rows.put("identities This is not a list", with("identities", identity));
        rows.put("identities[0].admin", with("identities", List.of(OldFile.with(identity, "admin", 1))));
        rows.put("grants[0].provider No provider", granted("provider", "nowhere"));
        rows.put("grants[0].provider There is no client", granted("provider", "github"));
        rows.put("grants[0].accessToken It is missing", granted("accessToken", null));
        rows.put("grants[0].accessToken This is no token", granted("accessToken", "two words"));
        rows.put("grants[0].refreshToken It is longer", granted("refreshToken", "t".repeat(40_000)));
        rows.put("grants[0].refreshToken This is no", granted("refreshToken", "t".repeat(20_000)));
        rows.put("grants[0].expiresAt This", granted("expiresAt", "2026-05-01T12:00:00"));
        rows.put("grants[0].expiresAt This is", granted("expiresAt", -1));
        rows.put("grants[0].expiresAt This is no", granted("expiresAt", 1e300));
        rows.put("grants[0].scopes It is", granted("scopes", List.of("")));
        rows.put("grants[0].scopes This is not", granted("scopes", "openid email"));
        rows.put(
                "grants[0].scopes The role",
                OldFile.with(
                        granted("scopes", List.of("https://www.googleapis.com/auth/calendar.events")),
                        "role",
                        "guest"));
        rows.put("grants[0].chosen There is nothing", granted("chosen", Map.of("id", "1", "name", "One")));
        rows.put("grants[0].id", granted("id", 3));
        rows.put(
                "grants[1] The same",
                with("grants", List.of(world.grant("a", null, null), world.grant("b", null, null))));
        return rows;
    }

    @TestFactory
    @DisplayName("every kind of bad row is refused by its field, and the row after it goes in")
    Stream<DynamicTest> every_bad_row() {
        return rows().entrySet().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.getKey(), () -> {
                    OldFile file = new OldFile(folder.resolve("bad.jsonl"), "plain")
                            .row(bad.getValue())
                            .row(person());
                    Map<String, Long> before = world.counts();

                    ImportSummary summary = world.run(file);

                    assertThat(summary).as(file.reported().toString()).isEqualTo(new ImportSummary(2, 1, 0, 1, 1, 0));
                    assertThat(file.refusal(2)).startsWith(bad.getKey());
                    assertThat(Files.readString(file.report())).doesNotContain(MARK, HASH, "old.example");
                    before.merge("accounts", 1L, Long::sum);
                    assertThat(world.counts().get("accounts")).isEqualTo(before.get("accounts"));
                    assertThat(world.counts().get("grants")).isEqualTo(before.get("grants"));
                }));
    }

    @Test
    @DisplayName("lines that are no JSON object, too long, not UTF-8 or deep are refused one by one")
    void lines_that_cannot_be_read() throws IOException {
        OldFile file = new OldFile(folder.resolve("lines.jsonl"), "plain")
                .line("{\"key\":\"" + MARK)
                .line("{\"key\":\"a\",\"key\":\"" + MARK + "\"}")
                .line("{} {}")
                .line("[1]")
                .line("{\"key\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .line("{\"key\":\"" + "x".repeat(BoundedLines.LONGEST) + "\"}")
                .line("")
                .row(person());
        Path written = file.write();
        Files.write(
                written, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}', '\n'}, StandardOpenOption.APPEND);
        Files.writeString(written, "null", StandardOpenOption.APPEND);

        ImportSummary summary = world.world()
                .server()
                .bean(FileImport.class)
                .run(
                        written,
                        file.report(),
                        false,
                        (_, share) -> assertThat(share).isBetween(0.0, 1.0));

        assertThat(summary).isEqualTo(new ImportSummary(9, 1, 0, 8, 1, 0));
        assertThat(file.refusal(2)).startsWith("line This is not one JSON object");
        assertThat(file.refusal(3)).startsWith("line This is not one JSON object");
        assertThat(file.refusal(7)).startsWith("line The line is longer");
        assertThat(file.refusal(10)).startsWith("line The line is not UTF-8");
        assertThat(file.refusal(11)).startsWith("line This is not a JSON object");
        assertThat(Files.readString(file.report(), StandardCharsets.UTF_8)).doesNotContain(MARK);
    }

    @Test
    @DisplayName("tokens that the key does not open are refused, and neither key nor token is told")
    void tokens_under_another_key() throws IOException {
        for (String form : List.of("fernet", "aes-256-gcm")) {
            OldFile file = new OldFile(folder.resolve("keys.jsonl"), form)
                    .row(granted("accessToken", MARK))
                    .row(granted("accessToken", OldFile.fernet(MARK).replace('A', 'B')));
            assertThat(world.run(file).refused()).isEqualTo(2);
            assertThat(file.refusal(2)).startsWith("grants[0].accessToken LEGACY_ENCRYPTION_KEY does not open it");
            assertThat(Files.readString(file.report())).doesNotContain(MARK, OldFile.KEY);
        }
    }

    @Test
    @DisplayName("a grant that the person has connected here meanwhile stays as it is")
    void a_grant_that_is_connected_meanwhile() {
        Map<String, @Nullable Object> row = person();
        OldFile first = new OldFile(folder.resolve("meanwhile.jsonl"), "plain").row(row);
        assertThat(world.run(first).complete()).isTrue();
        Visitor visitor = world.world().visitor();
        assertThat(world.signsIn(visitor, String.valueOf(row.get("email")), "U*U"))
                .isTrue();
        visitor.connected(Visitor.LINH_HOME);

        OldFile second = new OldFile(folder.resolve("meanwhile.jsonl"), "plain")
                .row(OldFile.with(row, "grants", List.of(world.grant("older", "older", null))));
        assertThat(world.run(second).refused()).isOne();
        assertThat(second.refusal(2))
                .startsWith("grants[0].account The person has connected this account here already");
    }
}
