package dev.concierge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test classes to run a launcher of one's own on; the suite does not find them here. */
final class Fixtures {

    private Fixtures() {}

    @Tag("token")
    static class Right {
        @Test
        void holds() {}

        @Nested
        class Inside {
            @Test
            void holds_too() {}
        }
    }

    @Tag("token")
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class RightForEach {
        @Parameter
        int number;

        @Test
        void holds() {
            assertEquals(number, Math.abs(number));
        }
    }

    static class Without {
        @Test
        void holds() {}
    }

    @Tag("token")
    @Tag("flow")
    static class WithTwo {
        @Test
        void holds() {}
    }

    @Tag("slow")
    static class WithAnother {
        @Test
        void holds() {}
    }

    @Tag("flow")
    static class WithOneOfATests {
        @Test
        @Tag("token")
        void is_about_two_things() {}

        @Test
        void holds() {}
    }

    @Tag("flow")
    static class OfGithub {
        @ParameterizedTest
        @ValueSource(strings = {"google", "a google and a meta", "metadata"})
        void names_by_argument(String words) {
            assertEquals(words, words.strip());
        }

        @Test
        void a_notion_page() {}
    }

    @Tag("security")
    static class NeverBegins {
        @BeforeAll
        static void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Test
        void one() {}

        @Test
        void two() {}
    }
}
