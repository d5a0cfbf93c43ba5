package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** G-07: what a stranger sends is one line of the log, and cannot end, hide or turn it. */
@ExtendWith(OutputCaptureExtension.class)
class LogLinesTest {
    private static final String HOSTILE =
            "MARK one\r\nWARN forged \u001b[31mred\u001b[0m \u202eturned\u2066 \u2028next \u0000 \u0085 ${jndi:ldap://x}";

    static class Nothing {}

    @Test
    void development_lines_are_readable_and_hold_no_control_characters(CapturedOutput output) {
        MDC.put("requestId", "request-7");
        List<String> lines = log("development", output, HOSTILE);
        MDC.clear();

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).contains("[request-7]").contains("WARN forged").contains("${jndi:ldap://x}");
            assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\u0085]");
        });
    }

    @Test
    void production_lines_are_json_and_hold_no_control_characters(CapturedOutput output) {
        List<String> lines = log("production", output, HOSTILE);

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\u0085]");
            JsonNode event = JsonMapper.builder().build().readTree(line);
            assertThat(event.path("message").asString("")).startsWith("MARK one\r\nWARN forged");
            assertThat(event.path("ecs").path("version").asString("")).isNotEmpty();
        });
    }

    @Test
    void a_megabyte_is_cut(CapturedOutput output) {
        for (String environment : List.of("development", "production")) {
            assertThat(log(environment, output, "MARK " + environment + "x".repeat(1_000_000)))
                    .filteredOn(line -> line.contains(environment))
                    .singleElement()
                    .satisfies(line -> assertThat(line.length()).isLessThan(20_000));
        }
    }

    private static List<String> log(String environment, CapturedOutput output, String message) {
        try (ConfigurableApplicationContext _ = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties(Map.of("ENVIRONMENT", environment))
                .run()) {
            LoggerFactory.getLogger("hostile").warn(message);
        }
        return List.of(output.getOut().split("\n")).stream()
                .filter(line -> line.contains("MARK") || line.contains("WARN forged"))
                .toList();
    }
}
