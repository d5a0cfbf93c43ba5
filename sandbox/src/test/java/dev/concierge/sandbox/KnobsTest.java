package dev.concierge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.concierge.sandbox.google.GoogleWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("flow")
class KnobsTest {
    private final GoogleWorld world = new GoogleWorld();
    private final KnobBoard knobs = world.sandbox.knobs();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void an_unknown_knob_is_refused_by_name_and_turns_nothing() {
        assertThatThrownBy(() -> patch("{\"tokenLifeSeconds\": 5, \"tokenLiveSeconds\": 5}"))
                .hasMessageContaining("tokenLiveSeconds");

        assertThat(knobs.get(Knobs.TOKEN_LIFE_SECONDS)).isEqualTo(3599);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tokenLifeSeconds\": \"5\"}",
                "{\"tokenLifeSeconds\": 1.5}",
                "{\"tokenLifeSeconds\": -1}",
                "{\"rotateRefreshToken\": \"true\"}",
                "{\"oldRefreshToken\": \"lives\"}",
                "{\"partialConsent\": [1]}",
                "{\"failNext\": {\"endpoint\": \"token\", \"status\": 42, \"count\": 1}}",
                "{\"failNext\": {\"endpoint\": \"token\", \"status\": 500, \"count\": 1, \"retries\": 1}}",
                "{\"malformed\": {\"endpoint\": \"token\", \"count\": 1, \"kind\": \"xml\"}}",
                "{\"dropAnswer\": {\"count\": 1}}",
                "{\"hang\": {\"endpoint\": \"token\", \"millis\": -5}}",
                "[]"
            })
    void a_value_that_makes_no_sense_is_refused(String values) {
        assertThatThrownBy(() -> patch(values)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void null_puts_a_knob_back_and_others_stay() {
        patch("{\"tokenLifeSeconds\": 5, \"graceSeconds\": 7}");
        patch("{\"tokenLifeSeconds\": null}");

        assertThat(knobs.get(Knobs.TOKEN_LIFE_SECONDS)).isEqualTo(3599);
        assertThat(knobs.get(Knobs.GRACE_SECONDS)).isEqualTo(7);

        knobs.resetAll();
        assertThat(knobs.get(Knobs.GRACE_SECONDS)).isEqualTo(600);
    }

    @Test
    void one_fault_may_stand_without_a_list_and_counts_once_unless_said_otherwise() {
        patch(
                "{\"dropAnswer\": {\"endpoint\": \"token\", \"count\": 2}, \"failNext\": {\"endpoint\": \"events\", \"status\": 503}}");

        assertThat(knobs.get(Knobs.DROP_ANSWER)).containsExactly(new Fault.DropAnswer("token", 2));
        assertThat(knobs.get(Knobs.FAIL_NEXT)).containsExactly(Fault.FailNext.of("events", 503));
    }

    @Test
    void every_knob_can_be_read_and_written_back() {
        var all = knobs.toJson();
        knobs.patch(all);

        assertThat(knobs.toJson()).isEqualTo(all);
        assertThat(all.propertyNames())
                .containsExactlyElementsOf(knobs.meanings().keySet());
    }

    @Test
    void the_readme_names_every_knob() throws Exception {
        var readme = Files.readString(Path.of("README.md"));

        assertThat(knobs.meanings().keySet())
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }

    private void patch(String values) {
        knobs.patch(JsonMapper.shared().readTree(values));
    }
}
