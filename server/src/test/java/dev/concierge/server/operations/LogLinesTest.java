package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** G-07: what a stranger sends is one line of the log, and cannot end, hide or turn it. */
@Tag("security")
@ExtendWith(OutputCaptureExtension.class)
class LogLinesTest {
    private static final String HOSTILE =
            "MARK one\r\nWARN forged \u001b[31mred\u001b[0m \u202eturned\u2066 \u2028next \u0000 \u0085 ${jndi:ldap://x}";

    static class Nothing {}

    /** Boot leaves what it read of the log's form to the whole JVM. */
    @BeforeEach
    @AfterEach
    void forget() {
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
        MDC.clear();
    }

    @Test
    void development_lines_are_readable_and_hold_no_control_characters(CapturedOutput output) {
        MDC.put("requestId", "request-7");
        List<String> lines = log("development", output, HOSTILE);

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).contains("[request-7]").contains("WARN forged").contains("${jndi:ldap://x}");
            assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        });
    }

    @Test
    void production_lines_are_json_and_hold_no_control_characters(CapturedOutput output) {
        List<String> lines = log("production", output, HOSTILE);

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
            JsonNode event = JsonMapper.builder().build().readTree(line);
            assertThat(event.path("message").asString("")).startsWith("MARK one\r\nWARN forged");
            assertThat(event.path("ecs").path("version").asString("")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "production"})
    void a_megabyte_is_cut(String environment, CapturedOutput output) {
        assertThat(log(environment, output, "MARK " + "x".repeat(1_000_000)))
                .singleElement()
                .satisfies(line -> assertThat(line.length()).isLessThan(20_000));
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
