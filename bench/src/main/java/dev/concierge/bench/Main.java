package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code prove NAME [--scale=smallest|full]}. Exit codes: 0 passed, 1 failed, 64 wrong usage. */
public final class Main {
    private static final Map<String, String> PROOFS = new TreeMap<>(Map.of(
            "oidc",
            "sign-in, connect, refresh, reuse and revocation at an OpenID provider that others wrote (needs Node)",
            "vend",
            "a fresh token against a bare authenticated endpoint of the same server, at 1, 16 and 64 callers"));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) throws Exception {
        List<String> words =
                Arrays.stream(arguments).filter(word -> !word.startsWith("--")).toList();
        if (words.isEmpty()) {
            PROOFS.forEach((name, what) -> out.println(name + "  " + what));
            return 0;
        }
        if (words.size() != 1 || !PROOFS.containsKey(words.getFirst())) {
            out.println("There is no such proof. There are: " + String.join(", ", PROOFS.keySet()) + ".");
            return 64;
        }
        Scale scale = Scale.of(arguments);
        Path root = Path.of(System.getProperty("concierge.root", "."))
                .toAbsolutePath()
                .normalize();
        return switch (words.getFirst()) {
            case "oidc" -> {
                String missing = NodeIssuer.missing();
                if (!missing.isEmpty()) {
                    out.println(missing);
                    yield 64;
                }
                OidcProof.Result result = OidcProof.run(root, out);
                yield told(root, result.passed(), result.write(root, scale.name()), out);
            }
            default -> {
                VendProof.Result result = VendProof.run(root, scale, out);
                yield told(root, result.passed(), result.write(root, scale), out);
            }
        };
    }

    private static int told(Path root, boolean passed, Path page, PrintStream out) {
        out.println((passed ? "passed" : "failed") + ": " + root.relativize(page));
        return passed ? 0 : 1;
    }
}
