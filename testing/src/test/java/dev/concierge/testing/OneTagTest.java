package dev.concierge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flow")
class OneTagTest {

    @ParameterizedTest
    @ValueSource(classes = {Fixtures.Right.class, Fixtures.RightForEach.class})
    void one_tag_of_the_suite_is_right_and_holds_for_what_is_inside(Class<?> right) {
        assertThat(Launch.failures(right)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {Fixtures.Without.class, Fixtures.WithTwo.class, Fixtures.WithAnother.class})
    void a_class_without_one_with_two_or_with_another_fails(Class<?> wrong) {
        assertThat(Launch.failures(wrong))
                .singleElement()
                .asString()
                .contains(
                        wrong.getName(), "exactly one of [flow, token, isolation, security, performance, end-to-end]");
    }

    @Test
    void a_test_with_one_of_its_own_fails_alone() {
        assertThat(Launch.failures(Fixtures.WithOneOfATests.class))
                .singleElement()
                .asString()
                .startsWith("is_about_two_things");
    }
}
