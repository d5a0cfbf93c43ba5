package dev.concierge.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.ConciergeServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docs/configuration.yaml} is what operators read; it must be what the server reads: the names of {@code application.yaml}, and every property of
 * every settings record, which are found by themselves.
 */
@Tag("flow")
class ConfigurationReferenceTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*):?([^$}]*)");

    @ConfigurationPropertiesScan(basePackageClasses = ConciergeServer.class)
    static class Settings {}

    @Test
    void holds_every_name_of_the_server_with_its_default_and_no_other() throws IOException {
        Map<String, String> known = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(applicationYaml());
        while (variable.find()) {
            known.merge(variable.group(1), variable.group(2), (first, _) -> first);
        }
        // Its default holds another variable, which the pattern does not follow.
        known.put("PUBLIC_URL", "http://localhost:8080");
        Map<String, String> properties = properties();
        Set<String> named = propertiesOfApplicationYaml();
        assertThat(properties.keySet())
                .as("application.yaml sets no property that is none")
                .containsAll(named);
        properties.keySet().removeAll(named);
        assertThat(properties).containsKey("concierge.identity.session-idle");
        known.putAll(properties);

        assertThat(new TreeMap<>(reference())).isEqualTo(known);
    }

    /** Properties of the records of all rooms, with their defaults as they are written there. */
    private static Map<String, String> properties() throws IOException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, String> found = new TreeMap<>();
        for (BeanDefinition bean : scanner.findCandidateComponents(ConciergeServer.class.getPackageName())) {
            Class<?> type = ClassUtils.resolveClassName(Objects.requireNonNull(bean.getBeanClassName()), null);
            assertThat(type.isRecord()).as("%s is a record", type).isTrue();
            put(found, type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
        assertThat(found).hasSizeGreaterThan(30);
        return found;
    }

    private static void put(Map<String, String> found, String prefix, Class<?> type) {
        Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int index = 0; index < components.length; index++) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(components[index].getName());
            if (components[index].getType().isRecord()) {
                put(found, name, components[index].getType());
            } else {
                DefaultValue fallback = parameters[index].getAnnotation(DefaultValue.class);
                found.putIfAbsent(name, fallback == null ? "" : String.join(",", fallback.value()));
            }
        }
    }

    /** Names under {@code concierge} there, dotted. */
    private static Set<String> propertiesOfApplicationYaml() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Set<String> names =
                new TreeSet<>(Objects.requireNonNull(yaml.getObject()).stringPropertyNames());
        names.removeIf(name -> !name.startsWith("concierge."));
        return names;
    }

    @Test
    void every_name_has_a_comment_above_it_or_above_its_neighbours() throws IOException {
        Set<String> bare = new TreeSet<>();
        String above = "";
        for (String line : Files.readAllLines(file())) {
            if (!line.startsWith("#") && !line.isBlank() && above.isBlank()) {
                bare.add(line);
            }
            above = line;
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void its_values_bind_to_the_settings_of_all_rooms() throws IOException {
        Map<String, Object> values = new TreeMap<>(reference());
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .initializers(fresh -> fresh.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("reference", values)))
                .run()) {
            assertThat(context.getBean(OperationsSettings.class))
                    .isEqualTo(new OperationsSettings("development", "unreleased"));
            try (ConfigurableApplicationContext without = new SpringApplicationBuilder(Settings.class)
                    .web(WebApplicationType.NONE)
                    .logStartupInfo(false)
                    .run()) {
                assertThat(context.getBeanDefinitionNames())
                        .filteredOn(name -> name.startsWith("concierge"))
                        .allSatisfy(name -> assertThat(context.getBean(name))
                                .as("the page says what is so without it")
                                .isEqualTo(without.getBean(name)));
            }
            assertThat(context.getBeanDefinitionNames())
                    .filteredOn(name -> name.startsWith("concierge"))
                    .hasSizeGreaterThan(7)
                    .allSatisfy(name -> assertThat(context.getBean(name)).isNotNull());
        }
    }

    private static Path file() {
        return Path.of("..", "docs", "configuration.yaml");
    }

    private static Map<String, String> reference() throws IOException {
        Map<String, Object> values = new Yaml().load(Files.readString(file()));
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static String applicationYaml() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ConfigurationReferenceTest.class.getResourceAsStream("/application.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
