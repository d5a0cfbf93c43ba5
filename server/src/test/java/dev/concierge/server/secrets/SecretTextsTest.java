package dev.concierge.server.secrets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.concierge.server.encryption.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** F-08: whatever is printed, dumped or thrown shows a mask where a secret is. */
@Tag("security")
class SecretTextsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.concierge.server");

    /** What a component of a record is called when it holds a secret in the clear. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(.*(secret|password|passphrase|verifier|cookie|ticket|bearer|credential|encryptionkey|secretkey|apikey|accesstoken"
                    + "|refreshtoken|idtoken)|access|refresh|token|hash|handle|nonce|state|code)");

    /** Called so, but no secret: each with the reason. */
    private static final Map<String, String> NONE = Map.ofEntries(
            entry("catalog.ChangeOutcome$Unfit.clientSecret", "what is wrong with the field, in words"),
            entry("catalog.ClientVerdict$Refused.code", "an error code"),
            entry("catalog.ClientVerdict$Unclear.code", "an error code"),
            entry("catalog.ErrorRule.code", "an error code"),
            entry("oauth.OAuthError.code", "an error code"),
            entry("database.structure.DiffReport$SideJson.code", "a fingerprint to read over the phone"),
            entry("database.structure.FingerprintFile.code", "a fingerprint to read over the phone"),
            entry("identity.SigningKeyTurns$Shown.state", "next, current or retired"),
            entry("identity.InvitedSignUp$Outcome$Unfit.password", "what is wrong with the field, in words"),
            entry("integrations.web.EmergencyApi$Item.state", "running or done"),
            entry("identity.people.AlertFilter.state", "open or acknowledged"),
            entry("identity.people.web.AuditChecksApi$Check.state", "of a verification"),
            entry("integrations.IntegrationsFile$Line.state", "the state of an integration"),
            entry("identity.SignUpOutcome$Unfit.password", "what is wrong with the field, in words"),
            entry("integrations.web.DiagnosisAnswer.state", "the state of an integration"),
            entry("integrations.web.IntegrationAnswer.state", "the state of an integration"),
            entry("operations.JobsApi$LaneItem.state", "how a lane does"),
            entry("operations.JobsApi$Item.state", "running, due or later"),
            entry("sync.SyncReader$Status.state", "the state of a stream"),
            entry("sync.web.SyncController$RunAnswer.state", "queued, running or ended"),
            entry("identity.web.MyDataApi$ExportItem.state", "of a copy that is made"),
            entry("integrations.web.IntegrationView$Token.encryptionKey", "the id of a key"),
            entry("sync.RecordRepository$Row.hash", "of a record's content, to see whether it changed"));

    @Test
    @DisplayName("F-08 no record shows a secret when it is printed")
    void no_record_shows_a_secret_when_it_is_printed() {
        Set<String> showing = new TreeSet<>();
        int looked = 0;
        for (JavaClass each : CLASSES) {
            if (!each.isRecord()) {
                continue;
            }
            looked++;
            Class<?> type = each.reflect();
            for (RecordComponent component : type.getRecordComponents()) {
                String name = type.getName().replace("dev.concierge.server.", "") + "." + component.getName();
                if (inTheClear(component)
                        && SECRET_NAME.matcher(component.getName()).matches()
                        && !NONE.containsKey(name)
                        && !printsByItself(type)) {
                    showing.add(name);
                }
            }
        }
        assertThat(looked).isGreaterThan(200);
        assertThat(showing).isEmpty();
    }

    @Test
    @DisplayName("F-08 no toString reveals a secret")
    void no_to_string_reveals_a_secret() {
        noMethods()
                .that()
                .haveName("toString")
                .should(new ArchCondition<JavaMethod>("call reveal") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
                            boolean reveals = call.getTargetOwner().isEquivalentTo(Secret.class)
                                    && call.getTarget().getName().startsWith("reveal");
                            if (reveals) {
                                events.add(SimpleConditionEvent.satisfied(method, call.getDescription()));
                            }
                        }
                    }
                })
                .check(CLASSES);
    }

    @Test
    @DisplayName("F-08 a secret prints, serializes and converts as a mask or not at all")
    void a_secret_prints_as_a_mask() {
        Secret secret = Secret.of("canary-0001");
        record Holder(String name, Secret secret) {}
        assertThat(secret).hasToString("[secret]");
        assertThat(new Holder("x", secret)).hasToString("Holder[name=x, secret=[secret]]");
        assertThat(List.of(secret, Map.of("a", secret))).asString().doesNotContain("canary");
        assertThat("%s %10s".formatted(secret, secret)).doesNotContain("canary");
        assertThat(Serializable.class.isAssignableFrom(Secret.class)).isFalse();
        String json;
        try {
            json = JsonMapper.builder().build().writeValueAsString(new Holder("x", secret));
        } catch (RuntimeException refused) {
            json = String.valueOf(refused.getMessage());
        }
        assertThat(json).doesNotContain("canary").doesNotContain("Y2FuYXJ5");
    }

    @Test
    @DisplayName("F-08 the server's JVM writes no heap to disk by itself")
    void no_heap_dump_by_default() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        assertThat(jvm.getVMOption("HeapDumpOnOutOfMemoryError").getValue()).isEqualTo("false");
    }

    private static boolean inTheClear(RecordComponent component) {
        return component.getType() == String.class || component.getType() == byte[].class;
    }

    /** Whether its toString is written by hand: the one that the compiler makes asks {@code ObjectMethods}. */
    private static boolean printsByItself(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            return ClassFile.of().parse(Objects.requireNonNull(bytes).readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().equalsString("toString")
                            && method.methodType().equalsString("()Ljava/lang/String;"))
                    .flatMap(method -> method.code().orElseThrow().elementStream())
                    .noneMatch(instruction -> instruction instanceof InvokeDynamicInstruction made
                            && made.bootstrapMethod().owner().displayName().equals("ObjectMethods"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
