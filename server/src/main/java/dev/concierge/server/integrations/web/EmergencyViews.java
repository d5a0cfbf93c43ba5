package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registration;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.identity.Account;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.StopProgress;
import dev.concierge.server.integrations.StopTally;
import dev.concierge.server.integrations.web.EmergencyStopView.Failure;
import dev.concierge.server.integrations.web.EmergencyStopView.Progress;
import dev.concierge.server.integrations.web.EmergencyStopView.Stage;
import dev.concierge.server.integrations.web.EmergencyView.Choose;
import dev.concierge.server.integrations.web.EmergencyView.Option;
import dev.concierge.server.vault.stops.EmergencyStop;
import dev.concierge.server.vault.stops.StopScope;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Tone;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts emergency stops into words. */
@Component
class EmergencyViews {
    private final Catalog catalog;
    private final Registrations registrations;
    private final Accounts accounts;

    EmergencyViews(Catalog catalog, Registrations registrations, Accounts accounts) {
        this.catalog = catalog;
        this.registrations = registrations;
        this.accounts = accounts;
    }

    Choose choose(String kind, @Nullable String error) {
        List<Option> providers = catalog.all().stream()
                .map(provider -> new Option(provider.id(), provider.name()))
                .toList();
        List<Option> clients = clients().entrySet().stream()
                .map(client -> new Option(client.getKey(), client.getValue()))
                .toList();
        return new Choose(providers, clients, kind, error);
    }

    /** Our clients, and the providers that each is for. */
    private Map<String, String> clients() {
        return catalog.all().stream()
                .flatMap(provider -> clientsOf(provider).map(id -> Map.entry(id, provider.name())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one + ", " + other, TreeMap::new));
    }

    private Stream<String> clientsOf(Provider provider) {
        return Stream.concat(
                        registrations.find(provider.id()).map(Registration::id).stream(),
                        registrations.byId(provider.id()).map(Registration::id).stream())
                .distinct();
    }

    /** A scope as the beginning of a sentence. */
    String words(StopScope scope) {
        return switch (scope) {
            case StopScope.OfProvider(String id) ->
                "Everything at " + catalog.find(id).map(Provider::name).orElse(id);
            case StopScope.OfRegistration(String id) ->
                "Everything by our client for " + clients().getOrDefault(id, id);
            case StopScope.OfAccount(UUID id) ->
                "Everything of " + accounts.find(id).map(EmergencyViews::name).orElse("an account that is gone");
            case StopScope.Everything() -> "Everything";
        };
    }

    private static String name(Account account) {
        return account.email() == null ? account.name() : account.email();
    }

    EmergencyView.Row row(Caller.Person person, EmergencyStop stop) {
        return new EmergencyView.Row(
                stop.id(),
                words(stop.scope()),
                stop.reason(),
                who(person, stop),
                stop.expected().connections(),
                stop.orderedAt(),
                badge(stop));
    }

    EmergencyStopView stop(Caller.Person person, StopProgress progress) {
        EmergencyStop stop = progress.stop();
        return new EmergencyStopView(
                words(stop.scope()), stop.reason(), who(person, stop), stop.orderedAt(), progress(progress));
    }

    Progress progress(StopProgress progress) {
        EmergencyStop stop = progress.stop();
        long waiting = progress.of(Receipt.Outcome.WAITING);
        return new Progress(
                stop.id(),
                stage(progress, waiting),
                stop.expected().connections(),
                stop.expected().people(),
                progress.ended(),
                progress.of(Receipt.Outcome.REVOKED),
                waiting,
                progress.of(Receipt.Outcome.KEPT_FOR_SIBLING),
                progress.tallies().stream()
                        .filter(tally -> tally.outcome() == Receipt.Outcome.BY_HAND)
                        .map(this::failure)
                        .toList(),
                stop.pausedAt());
    }

    private static Stage stage(StopProgress progress, long waiting) {
        boolean running = progress.stop().state() == EmergencyStop.State.RUNNING;
        if (progress.stop().pausedAt() != null && (running || waiting > 0)) {
            return Stage.PAUSED;
        }
        return running ? Stage.ENDING : waiting > 0 ? Stage.REVOKING : Stage.DONE;
    }

    private Failure failure(StopTally tally) {
        String name = catalog.find(tally.provider()).map(Provider::name).orElse(tally.provider());
        return new Failure(name, ReceiptView.reason(tally.why()).formatted(name), tally.connections());
    }

    private static Badge badge(EmergencyStop stop) {
        if (stop.state() == EmergencyStop.State.DONE) {
            return new Badge(Tone.OK, "Ended");
        }
        return new Badge(Tone.INFO, "refresh", "Ending");
    }

    private static String who(Caller.Person person, EmergencyStop stop) {
        return stop.orderedBy().equals(person.actor())
                ? "you"
                : stop.orderedBy().startsWith("person:") ? "another administrator" : "an operator at the machine";
    }
}
