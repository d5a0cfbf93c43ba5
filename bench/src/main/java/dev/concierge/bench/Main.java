package dev.concierge.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code prove NAME [--scale=smallest|full|…]}. Exit codes: 0 passed, 1 failed, 64 wrong usage. */
public final class Main {
    private static final String SCALE = "--scale=";

    private static final List<Proof> PROOFS = List.of(
            new Proof(
                    "hostile",
                    "healthy providers beside one that hangs, is down or answers garbage: their times with and without it",
                    HostileProof::prove),
            new Proof(
                    "import",
                    "an older installation's accounts and grants brought over; one of them signs in and takes a token",
                    ImportProof::prove),
            new Proof(
                    "ingest",
                    "records stored against COPY, unchanged ones, a growing integration, and searches over five million records",
                    IngestProof::prove),
            new Proof(
                    "kill",
                    "refreshes interrupted by kill -9 at every step, and what became of their tokens",
                    KillProof::prove),
            new Proof(
                    "oidc",
                    "sign-in, connect, refresh, reuse and revocation at an OpenID provider that others wrote (needs Node)",
                    OidcProof::prove),
            new Proof(
                    "pages",
                    "pages of an account with a million records and 100,000 runs: server time, weight, first contentful paint in Chromium",
                    PagesProof::prove),
            new Proof(
                    "people",
                    "a million accounts: pages, exact and prefix search, filters, and searches with slips",
                    PeopleProof::prove),
            new Proof(
                    "people-files",
                    "100,000 people in as a file and out again, compared row by row, with the memory that it takes",
                    PeopleFilesProof::prove),
            new Proof(
                    "reconnect-race",
                    "reconnects against refreshes that are under way: the newest consent wins, the loser's tokens die",
                    RaceProof::prove),
            new Proof(
                    "rotate",
                    "everything encrypted under a new data key while two nodes hand out tokens, across a kill",
                    RotateProof::prove),
            new Proof(
                    "sign-in",
                    "password sign-ins a second against the machine's own rate of Argon2id, with 2, 8 and 32 callers",
                    SignInProof::prove),
            new Proof(
                    "sixty",
                    "sixty people at once for five minutes: sign in, overview, connect, integration, vend, sign out",
                    SixtyProof::prove),
            new Proof(
                    "storm",
                    "tokens of eight providers that end within minutes, one provider hanging, one limited, a node killed again and again",
                    StormProof::prove),
            new Proof(
                    "sync-kill",
                    "pages of syncs interrupted by kill -9 of one of two nodes: the records and the feed's reader against the provider",
                    SyncKillProof::prove),
            new Proof(
                    "sync-scale",
                    "10,000 integrations due at once, one provider hanging, one at its limit: the others' waiting times, budgets, memory",
                    SyncScaleProof::prove),
            new Proof(
                    "vend",
                    "a fresh token against a bare authenticated endpoint of the same server, at 1, 16 and 64 callers",
                    VendProof::prove),
            new Proof(
                    "vend-cost",
                    "what audit, limits and isolation cost a vend, and how soon the other node refuses what was taken away",
                    CostProof::prove));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) throws Exception {
        List<String> words =
                Arrays.stream(arguments).filter(word -> !word.startsWith("--")).toList();
        if (words.isEmpty()) {
            PROOFS.forEach(proof -> out.println(proof.name() + "  " + proof.what()));
            return 0;
        }
        List<Proof> asked = PROOFS.stream()
                .filter(proof -> proof.name().equals(words.getFirst()))
                .toList();
        if (words.size() != 1 || asked.isEmpty()) {
            out.println("There is no such proof. There are: "
                    + PROOFS.stream().map(Proof::name).collect(Collectors.joining(", ")) + ".");
            return 64;
        }
        Path root = Path.of(System.getProperty("concierge.root", "."))
                .toAbsolutePath()
                .normalize();
        try {
            Proof.Outcome outcome = asked.getFirst().run().prove(root, scale(arguments), out);
            out.println((outcome.passed() ? "passed" : "failed") + ": " + root.relativize(outcome.page()));
            return outcome.passed() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 64;
        }
    }

    private static String scale(String... arguments) {
        return Arrays.stream(arguments)
                .filter(word -> word.startsWith(SCALE))
                .map(word -> word.substring(SCALE.length()))
                .findFirst()
                .orElse("full");
    }
}
