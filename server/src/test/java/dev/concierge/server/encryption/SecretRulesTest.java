package dev.concierge.server.encryption;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** F-11, F-12: how secrets are compared and where randomness comes from. */
@Tag("security")
@AnalyzeClasses(packages = "dev.concierge.server", importOptions = DoNotIncludeTests.class)
@DisplayName("F-11 F-12 secrets are compared in constant time and made of secure randomness")
class SecretRulesTest {
    /** Jitter of pauses, and nothing else. */
    private static final String JITTER =
            "dev\\.concierge\\.server\\.(vault\\.(TokenSealer|BackOff)|jobs\\.(OnceTask|Retry)|sync\\.Backoff|limits\\.Spread)(\\$.*)?";

    /** Names of a node, a heartbeat and a request: identifiers. */
    private static final String IDENTIFIERS =
            "dev\\.concierge\\.server\\.(database\\.NotificationListener|jobs\\.Lanes|web\\.RequestIds)(\\$.*)?";

    @ArchTest
    static final ArchRule F_12_NO_WEAK_RANDOMNESS = noClasses()
            .that()
            .haveNameNotMatching(JITTER)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|random\\..*)"
                    + "|org\\.apache\\.commons\\..*RandomStringUtils")
            .orShould()
            .callMethod(Math.class, "random")
            .because("secrets come from RandomSecrets; whoever needs jitter is named here");

    @ArchTest
    static final ArchRule F_12_NO_UUID_AS_A_SECRET = noClasses()
            .that()
            .haveNameNotMatching(IDENTIFIERS)
            .should()
            .callMethod(UUID.class, "randomUUID")
            .because("ids of rows come from Ids, secrets from RandomSecrets");

    @ArchTest
    static final ArchRule F_11_NO_EARLY_EXIT_ON_A_REVEALED_SECRET = methods()
            .that(reveal())
            .should(compareNothing())
            .because("Secret.equals and MessageDigest.isEqual take the same time wherever the difference is");

    private static DescribedPredicate<JavaMethod> reveal() {
        return DescribedPredicate.describe(
                "reveal a secret",
                method -> method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Secret.class)
                                && call.getTarget().getName().startsWith("reveal")));
    }

    private static ArchCondition<JavaMethod> compareNothing() {
        return new ArchCondition<>("not compare bytes or texts") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getMethodCallsFromSelf().stream()
                        .filter(call -> comparison(call))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
            }
        };
    }

    private static boolean comparison(JavaMethodCall call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getTarget().getName();
        return switch (owner) {
            case "java.util.Arrays" -> Set.of("equals", "compare", "mismatch").contains(name);
            case "java.lang.String" ->
                Set.of("equals", "equalsIgnoreCase", "contentEquals", "compareTo", "startsWith", "regionMatches")
                        .contains(name);
            case "java.util.Objects" -> name.equals("equals");
            default -> false;
        };
    }
}
