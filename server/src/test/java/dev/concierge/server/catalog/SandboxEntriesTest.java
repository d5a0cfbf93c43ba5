package dev.concierge.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Sandbox;
import dev.concierge.sandbox.SandboxOptions;
import dev.concierge.server.flow.ProviderWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The sandbox describes each provider as the product does, but for the addresses: otherwise tests would prove another provider. */
@Tag("flow")
class SandboxEntriesTest {
    @TempDir
    private Path folder;

    static Set<String> served() {
        return ProviderWorld.served();
    }

    @ParameterizedTest
    @MethodSource("served")
    void the_sandboxs_entry_differs_from_ours_by_addresses_only(String id) throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withCatalogDirectory(folder))) {
            String theirs = Files.readString(folder.resolve(id + ".yaml"));
            assertThat(plain(theirs, sandbox.baseUrl())).isEqualTo(plain(ours(id), "https://"));
        }
    }

    private static String ours(String id) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SandboxEntriesTest.class.getResourceAsStream("/catalog/" + id + ".yaml"), id)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The file as lines of path and value, without pages for operators at the real provider, addresses masked. */
    private static String plain(String yaml, String addresses) {
        Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (tree.get("registration") instanceof Map<?, ?> registration) {
            registration.remove("console");
            registration.remove("docs");
        }
        if (tree.get("authorization") instanceof Map<?, ?> authorization) {
            authorization.remove("issuerAliases");
        }
        Map<String, String> lines = new TreeMap<>();
        walk("", tree, addresses, lines);
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (path, value) -> text.append(path).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    private static void walk(String path, Object node, String addresses, Map<String, String> lines) {
        switch (node) {
            case Map<?, ?> map -> map.forEach((key, value) -> walk(path + "/" + key, value, addresses, lines));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    walk(path + "/" + i, list.get(i), addresses, lines);
                }
            }
            default -> lines.put(path, masked(path, node.toString(), addresses));
        }
    }

    /** Scopes are names even where they look like addresses. */
    private static String masked(String path, String value, String addresses) {
        boolean name = path.contains("/scopes/") || path.endsWith("/scope");
        return !name && value.startsWith(addresses) ? "an address" : value;
    }
}
