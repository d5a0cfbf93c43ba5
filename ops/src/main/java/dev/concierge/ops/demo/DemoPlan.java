package dev.concierge.ops.demo;

import dev.concierge.ops.Console;
import dev.concierge.ops.Plan;
import dev.concierge.ops.Step;
import dev.concierge.ops.Workspace;
import dev.concierge.ops.demo.DemoPrograms.Name;
import dev.concierge.ops.process.Marker;
import dev.concierge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From nothing, or from what is there already, to a server that answers. Each step can be repeated after a kill: the first run makes
 * keys, database and people, later ones find them.
 */
final class DemoPlan {

    private static final Duration PATIENCE_WITH_LEFTOVERS = Duration.ofSeconds(20);

    private final Workspace workspace;
    private final DemoFolder folder;
    private final DemoOptions options;
    private final DemoPrograms programs;
    private final Console console;
    private final Web web;
    private final Marker marker;
    private final CompletableFuture<DemoEnvironment> environment = new CompletableFuture<>();

    DemoPlan(
            Workspace workspace,
            DemoFolder folder,
            DemoOptions options,
            DemoPrograms programs,
            Web web,
            Console console) {
        this.workspace = workspace;
        this.folder = folder;
        this.options = options;
        this.programs = programs;
        this.web = web;
        this.console = console;
        this.marker = new Marker(folder.directory());
    }

    /** What is needed today. */
    Plan plan() {
        return new Plan(List.of(
                when(!marker.processes().isEmpty(), "end what a killed demo left behind", this::endLeftovers),
                when(options.reset, "delete the data of earlier demos", this::reset),
                List.of(new Step("choose ports and passwords", this::choose)),
                Stream.of(
                                List.of(
                                        new Step("start PostgreSQL", this::startPostgres),
                                        new Step("start the provider sandbox", this::startSandbox)),
                                when(isMissing(folder.secretKey()), "make the keys", this::makeKeys))
                        .flatMap(List::stream)
                        .toList(),
                Stream.of(
                                List.of(new Step("register at the sandbox", this::register)),
                                when(
                                        isMissing(folder.initialised()),
                                        "make the database and its four roles",
                                        this::makeDatabase))
                        .flatMap(List::stream)
                        .toList(),
                List.of(new Step("start the server", this::startServer)),
                Stream.of(DemoPerson.values()).flatMap(this::making).toList()));
    }

    /** Known once the plan has run. */
    DemoEnvironment environment() {
        return environment.join();
    }

    private boolean isMissing(Path file) {
        return options.reset || !Files.exists(file);
    }

    private static List<Step> when(boolean needed, String text, Step.Action action) {
        return needed ? List.of(new Step(text, action)) : List.of();
    }

    /** PostgreSQL is not among them: its own launcher adopts it. */
    private String endLeftovers() {
        return marker.end(PATIENCE_WITH_LEFTOVERS) + " programs";
    }

    private String reset() throws IOException {
        EmbeddedPostgres.stopLeftover(programs.postgresOptions());
        folder.delete();
        return "";
    }

    private String choose() throws IOException {
        folder.make();
        DemoPorts ports = DemoPorts.choose(DemoPorts.read(folder.ports()), options, console);
        ports.remember(folder.ports());
        environment.complete(new DemoEnvironment(folder, DemoSecrets.in(folder.secrets()), ports));
        return "";
    }

    private String startPostgres() {
        EmbeddedPostgres postgres = programs.startPostgres();
        return "port " + postgres.port() + (postgres.adopted() ? ", left running by an earlier demo" : "");
    }

    private String startSandbox() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(Workspace.java().toString(), marker.argument()));
        words.addAll(
                List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-jar", workspace.sandboxJar().toString()));
        words.addAll(List.of(
                "--port=" + environment().ports().sandbox(),
                "--catalog-dir=" + folder.catalog(),
                "--data=" + folder.sandboxData()));
        programs.start(
                Name.SANDBOX,
                words,
                environment().sandbox(),
                folder.directory(),
                () -> web.isHealthy(environment().sandboxUrl() + "/_health"));
        return environment().sandboxUrl();
    }

    private String makeKeys() throws IOException, InterruptedException {
        for (Path file : List.of(folder.encryptionKey(), folder.secretKey())) {
            if (!Files.exists(file)) {
                server().run(environment().common(), "", "keys", "generate", "--out", file.toString());
            }
        }
        return "";
    }

    private String register() throws IOException, InterruptedException {
        String control = environment().sandboxUrl() + "/_control/";
        String token = environment().secrets().get(DemoSecrets.Name.SANDBOX_CONTROL_TOKEN);
        // X takes no redirect address at localhost, where the demo is
        web.patch(control + "knobs?provider=twitter", token, "{\"localhostRedirects\":true}");
        for (String provider : DemoEnvironment.PROVIDERS) {
            web.post(control + "clients", token, client(provider));
        }
        return "";
    }

    private String client(String provider) {
        String redirectUris = environment().redirectUris(provider).stream()
                .map(uri -> '"' + uri + '"')
                .collect(Collectors.joining(","));
        return """
                {"provider":"%s","clientId":"%s","clientSecret":"%s","project":"concierge-demo","redirectUris":[%s]}""".formatted(
                        provider,
                        DemoEnvironment.CLIENT_ID,
                        environment().secrets().get(DemoSecrets.Name.GOOGLE_CLIENT_SECRET),
                        redirectUris);
    }

    private String makeDatabase() throws IOException, InterruptedException {
        server().run(environment().databaseInit(programs.postgres()), "", "db", "init");
        DemoFolder.done(folder.initialised());
        return "";
    }

    private String startServer() throws IOException, InterruptedException {
        ServerProgram server = server();
        programs.start(
                Name.SERVER,
                server.serve(),
                environment().server(programs.postgres()),
                server.directory(),
                () -> web.isHealthy(environment().publicUrl() + "/health"));
        return environment().publicUrl();
    }

    private Stream<Step> making(DemoPerson person) {
        return when(isMissing(folder.made(person)), "make the " + person.title(), () -> make(person)).stream();
    }

    private String make(DemoPerson person) throws IOException, InterruptedException {
        server().run(
                        environment().server(programs.postgres()),
                        environment().secrets().get(person.password()) + "\n",
                        "admin",
                        "create",
                        "--email",
                        person.email(),
                        "--name",
                        person.fullName(),
                        "--role",
                        person.role());
        DemoFolder.done(folder.made(person));
        return "";
    }

    ServerProgram server() throws IOException {
        return ServerProgram.of(workspace.serverJar(), marker, folder);
    }
}
