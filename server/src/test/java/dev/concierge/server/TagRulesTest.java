package dev.concierge.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;

/** Each test class says what it is about. JUnit's own classes refuse to run otherwise; this also sees those of rules, and those that never run. */
@Tag("flow")
@AnalyzeClasses(packages = "dev.concierge.server", importOptions = OnlyIncludeTests.class)
class TagRulesTest {
    private static final Set<String> TAGS =
            Set.of("flow", "token", "isolation", "security", "performance", "end-to-end");

    @ArchTest
    static final ArchRule A_CLASS_WITH_TESTS_CARRIES_ONE_TAG =
            classes().that(haveTests()).should(carryOneTag());

    private static DescribedPredicate<JavaClass> haveTests() {
        return DescribedPredicate.describe(
                "have tests", type -> type.getMembers().stream().anyMatch(TagRulesTest::isTest));
    }

    private static boolean isTest(JavaMember member) {
        return member.isAnnotatedWith(Test.class)
                || member.isAnnotatedWith(ArchTest.class)
                || member.isMetaAnnotatedWith(TestTemplate.class);
    }

    private static ArchCondition<JavaClass> carryOneTag() {
        return new ArchCondition<>("carry exactly one of " + TAGS) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean one = type.tryGetAnnotationOfType(Tag.class)
                        .filter(tag -> TAGS.contains(tag.value()))
                        .isPresent();
                events.add(new SimpleConditionEvent(type, one, type.getName() + " does not carry exactly one tag"));
            }
        };
    }
}
