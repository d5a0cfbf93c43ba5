package dev.concierge.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What audit, limits and isolation cost a vend, each switched off in turn by an agent in the measured process; and how soon a node refuses what
 * another one has taken away.
 */
final class CostProof {
    /**
     * What a run gave.
     *
     * @param guarded tables whose policies were switched
     */
    record Result(CostScale scale, List<CostLine> lines, int guarded, List<Sight> sights) {
        Result {
            lines = List.copyOf(lines);
            sights = List.copyOf(sights);
        }

        /** Whether no answer failed and everything taken away was refused in time; costs are told, not judged. */
        boolean passed() {
            return lines.stream().allMatch(line -> line.failures() == 0)
                    && sights.size() == scale.sights() + scale.deaf()
                    && sights.stream().allMatch(Sight::inTime);
        }
    }

    private final Installation at;
    private final CostScale scale;
    private final PrintStream out;

    private CostProof(Installation at, CostScale scale, PrintStream out) {
        this.at = at;
        this.scale = scale;
        this.out = out;
    }

    static Proof.Outcome prove(Path root, String word, PrintStream out) throws Exception {
        Result result = run(root, CostScale.of(word), out);
        return new Proof.Outcome(result.passed(), CostPage.of(result).write(root, word, result.passed()));
    }

    static Result run(Path root, CostScale scale, PrintStream out) throws Exception {
        out.println("starting an installation");
        Path folder = Files.createTempDirectory("concierge-cost");
        Path agent = CostAgent.jar(folder);
        int port = freePort();
        try (Installation at = Installation.start(
                root, Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + agent + "=" + port), text -> text)) {
            return new CostProof(at, scale, out).prove(port);
        } finally {
            Files.delete(agent);
            Files.delete(folder);
        }
    }

    private Result prove(int port) throws Exception {
        List<CostLine> lines = new ArrayList<>();
        int guarded;
        try (Person person = new Person(at);
                CostServer server = new CostServer(port, at.database())) {
            Person.Ready ready = person.getReady();
            Load load = new Load(
                    at.port(),
                    "localhost:" + at.port(),
                    "/api/v1/oauth/integrations/" + ready.integration() + "/token",
                    ready.key());
            guarded = server.guarded();
            out.println("warming up for " + scale.warmUp().toSeconds() + " s");
            Duration share = scale.warmUp().dividedBy(CostVariant.values().length);
            for (CostVariant variant : CostVariant.values()) {
                var _ = load.run(4, share);
                server.off(variant.off());
                var _ = load.run(4, share);
            }
            for (int callers : scale.callers()) {
                lines.addAll(measured(server, load, callers));
            }
            server.off(Set.of());
        }
        return new Result(scale, lines, guarded, sights());
    }

    private List<CostLine> measured(CostServer server, Load load, int callers) throws Exception {
        Map<CostVariant, List<Load.Measured>> rounds = new EnumMap<>(CostVariant.class);
        Map<CostVariant, VendProof.Used> used = new EnumMap<>(CostVariant.class);
        for (int round = 0; round < scale.rounds(); round++) {
            for (CostVariant variant : CostVariant.values()) {
                server.off(variant.off());
                var _ = load.run(callers, scale.round().dividedBy(5));
                VendProof.Used before = VendProof.Used.now(at);
                rounds.computeIfAbsent(variant, _ -> new ArrayList<>()).add(load.run(callers, scale.round()));
                VendProof.Used sum = used.getOrDefault(variant, new VendProof.Used(Duration.ZERO, Duration.ZERO));
                used.put(variant, sum.plus(before, VendProof.Used.now(at)));
            }
        }
        List<CostLine> lines = new ArrayList<>();
        for (CostVariant variant : CostVariant.values()) {
            CostLine line = line(variant, callers, rounds, used);
            out.printf(
                    Locale.ROOT,
                    "%d callers, %s: %.0f/s, ratio %.2f, p99 %.2f ms, processor %.0f µs, %d failures%n",
                    callers,
                    variant.words(),
                    line.rate(),
                    line.ratio(),
                    line.p99Millis(),
                    line.micros(),
                    line.failures());
            lines.add(line);
        }
        return lines;
    }

    private static CostLine line(
            CostVariant variant,
            int callers,
            Map<CostVariant, List<Load.Measured>> rounds,
            Map<CostVariant, VendProof.Used> used) {
        List<Load.Measured> own = rounds.getOrDefault(variant, List.of());
        List<Load.Measured> base = rounds.getOrDefault(variant.base(), List.of());
        VendProof.Used none = new VendProof.Used(Duration.ZERO, Duration.ZERO);
        long answers = own.stream().mapToLong(Load.Measured::answers).sum();
        VendProof.Costs costs = VendProof.Costs.between(none, used.getOrDefault(variant, none), answers);
        return CostLine.of(callers, variant, own, base, costs);
    }

    private List<Sight> sights() throws Exception {
        out.println("starting a second node");
        try (SightWork work = new SightWork(at, out);
                Installation.Node second = at.another(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC"))) {
            return work.watch(second, scale.sights(), scale.deaf());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
