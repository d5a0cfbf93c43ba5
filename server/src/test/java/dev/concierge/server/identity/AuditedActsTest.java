package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * L-08: each act that the server writes into the trail is judged here. Either a test looks for it in the trail by its name, which is read from that test, or it says why none
 * does. An act that is new and not judged fails.
 */
@Tag("security")
class AuditedActsTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java");

    private static final Pattern ACT = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)+)\"");

    /** Words with a dot that files of the trail's writers hold for something else. */
    private static final Set<String> OTHER_WORDS = Set.of("concierge.connects", "identity.export", "identity.leave");

    private static final String LOOK =
            "somebody without the role looks; the refusals of all doors are written at one place, RolesMatrixTest";
    private static final String STEP = "a step of an act that stands in the trail by itself, too";
    private static final String MACHINE = "the server's own, by its clock";

    /** Acts that no test looks for by their names, and why. */
    private static final Map<String, String> NOT_LOOKED_FOR = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "access_token.use",
                    "refused tokens of nobody, a few a minute; AccessTokenTest counts them by their meter"),
            Map.entry("audit.verified", MACHINE),
            Map.entry("emergency.look", LOOK),
            Map.entry("emergency.show", LOOK),
            Map.entry("keys.show", LOOK),
            Map.entry("registration.list", LOOK),
            Map.entry("registration.show", LOOK),
            Map.entry("service_account.list", LOOK),
            Map.entry("service_account.show", LOOK),
            Map.entry("factor.prove", "guesses at codes; SecondStepTest reads them from the person's own page"),
            Map.entry(
                    "factor.prove.throttled", "guesses at codes; SecondStepTest reads them from the person's own page"),
            Map.entry("factor.end", STEP),
            Map.entry(
                    "import.run",
                    "the operator's, at the machine; each account and connection of it is a line of its own"),
            Map.entry("integration.choice", STEP),
            Map.entry("integration.choice_expired", MACHINE),
            Map.entry("integration.describe", "notes of a developer on a connection; IntegrationChangeTest"),
            Map.entry("integration.rename", "a name; IntegrationChangeTest"),
            Map.entry("integration.start", STEP),
            Map.entry("mail.ask", "mails asked for by strangers; MailLimitsTest"),
            Map.entry("password.end", STEP),
            Map.entry("request.forbidden", "refused requests of nobody, a few a minute; AccessRefused"),
            Map.entry("request.forged", "refused requests of nobody, a few a minute; AccessRefused"),
            Map.entry("session.begin", STEP),
            Map.entry("session.callback", "answers that belong to no trip, a few a minute; StolenSignInTest"),
            Map.entry("session.disown", STEP),
            Map.entry("session.renew", STEP),
            Map.entry("session.start.throttled", "tries beyond the limit, a few a minute; ThrottlingTest"),
            Map.entry("signing_key.begin", MACHINE),
            Map.entry("signing_key.delete", MACHINE),
            Map.entry("signing_key.make", MACHINE),
            Map.entry("sync.schedule", "when something is synced; SyncSchedulesTest"),
            Map.entry("ticket.issue", STEP),
            Map.entry("ticket.take", STEP),
            Map.entry("token.refresh", "refused tokens of nobody, a few a minute; RefreshFamilyTest")));

    private record Source(String name, String text) {}

    private static List<Source> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(AuditedActsTest::source)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(Path file) {
        try {
            String name = file.getFileName().toString();
            return new Source(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> written() {
        return sources(MAIN).stream()
                .filter(source -> source.text().contains("AuditEvent.done(")
                        || source.text().contains("AuditEvent.refused("))
                .flatMap(source -> ACT.matcher(source.text()).results())
                .map(found -> found.group(1))
                .filter(word -> !word.endsWith(".json") && !word.startsWith("dev.") && !OTHER_WORDS.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("L-08 an act that is new must be looked for in the trail, or say why it is not")
    void l08_every_act_that_is_written_is_judged() {
        String tests = sources(TESTS).stream()
                .filter(source -> source.name().endsWith("Test"))
                .filter(source -> !source.name().equals(AuditedActsTest.class.getSimpleName()))
                .map(Source::text)
                .collect(Collectors.joining("\n"));
        Set<String> written = written();
        Set<String> unseen = written.stream()
                .filter(act -> !tests.contains("'" + act + "'") && !tests.contains("\"" + act + "\""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(written).hasSizeGreaterThan(80);
        assertThat(unseen).isEqualTo(NOT_LOOKED_FOR.keySet());
    }
}
