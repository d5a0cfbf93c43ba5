package dev.concierge.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flow")
class PlanTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(said, true, StandardCharsets.UTF_8));

    @Test
    void its_text_numbers_the_stages_and_leaves_out_empty_ones() {
        Plan plan = new Plan(List.of(List.of(step("stop"), step("look")), List.of(), List.of(step("start"))));
        assertThat(plan.lines()).containsExactly("1. stop; at the same time: look", "2. start");
    }

    @Test
    void the_steps_of_a_stage_run_at_the_same_time() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Step.Action meet = () -> {
            both.countDown();
            return both.await(10, TimeUnit.SECONDS) ? "met" : "alone";
        };
        new Plan(List.of(List.of(new Step("one", meet), new Step("two", meet)))).run(console);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("  one: met (", "  two: met (");
    }

    @Test
    void a_failure_ends_the_plan_after_its_stage_and_keeps_its_exit_code() {
        List<String> ran = new CopyOnWriteArrayList<>();
        Plan plan = new Plan(List.of(
                List.of(
                        new Step("refuse", () -> {
                            throw new OpsException(ExitCode.REFUSED, "no");
                        }),
                        new Step("beside", () -> remember(ran, "beside"))),
                List.of(new Step("after", () -> remember(ran, "after")))));
        assertThatThrownBy(() -> plan.run(console))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessage("no");
        assertThat(ran).containsExactly("beside");
    }

    @Test
    void any_other_failure_becomes_one_sentence() {
        Plan plan = new Plan(List.of(List.of(new Step("read", () -> {
            throw new IOException("the file is gone");
        }))));
        assertThatThrownBy(() -> plan.run(console))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED))
                .hasMessage("the file is gone");
    }

    private static Step step(String text) {
        return new Step(text, () -> "");
    }

    private static String remember(List<String> list, String word) {
        list.add(word);
        return "";
    }
}
