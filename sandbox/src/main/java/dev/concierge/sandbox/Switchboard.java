package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.BadRequest;
import dev.concierge.sandbox.http.Conversation;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Leads each request to its provider, through the knobs and past the ledger; or to the control API and the small rest. */
final class Switchboard {
    private final Map<String, Provider> providers;
    private final Routes house;
    private final Ledger ledger;

    private record Provider(Dialect dialect, Faults faults) {}

    /** @param house the routes that belong to no provider */
    Switchboard(List<Dialect> dialects, Routes house, Ledger ledger) {
        this.providers = dialects.stream()
                .map(each -> new Provider(each, new Faults(each.knobs())))
                .collect(Collectors.toUnmodifiableMap(each -> each.dialect().provider(), Function.identity()));
        this.house = house;
        this.ledger = ledger;
    }

    void serve(Conversation conversation) {
        var request = conversation.request();
        var provider = provider(request.path());
        if (provider == null) {
            conversation.send(process(house.match("", request)));
            return;
        }
        var match = provider.dialect().routes().match("/" + provider.dialect().provider(), request);
        var line = ledger.arrived(provider.dialect().provider(), endpoint(match), request);
        try {
            converse(conversation, provider.faults(), match, line);
        } catch (InterruptedException _) {
            // the sandbox is closing; nobody gets an answer any more
            Thread.currentThread().interrupt();
            conversation.hangUp();
        }
    }

    private static void converse(Conversation conversation, Faults faults, Routes.Match match, Ledger.Line line)
            throws InterruptedException {
        var endpoint = endpoint(match);
        var failure = faults.before(endpoint).orElse(null);
        var answer = failure == null ? process(match) : failure;
        var leaving = failure == null ? faults.after(endpoint, answer).orElse(null) : failure;
        if (leaving == null) {
            line.decided(answer, LedgerEntry.Delivery.DROPPED);
            conversation.hangUp();
            return;
        }
        line.decided(leaving, LedgerEntry.Delivery.SENT);
        if (!conversation.send(leaving)) {
            line.notDelivered(leaving);
        }
    }

    private static Answer process(Routes.Match match) {
        try {
            return switch (match) {
                case Routes.Match.Found(var _, var handler, Request request) -> handler.handle(request);
                case Routes.Match.WrongMethod(var _, var allowed) ->
                    Answer.text(405, "Use " + allowed + ".\n")
                            .with("Allow", allowed)
                            .outcome("wrong_method");
                case Routes.Match.Nowhere() ->
                    Answer.text(404, "Nothing here.\n").outcome("not_found");
            };
        } catch (BadRequest bad) {
            return Answer.text(bad.status(), bad.getMessage() + "\n").outcome("bad_request");
        } catch (RuntimeException failure) {
            System.err.println("The sandbox failed at a request: " + failure);
            failure.printStackTrace(System.err);
            return Answer.text(500, "The sandbox itself failed; its log says how.\n")
                    .outcome("sandbox_failure");
        }
    }

    private static String endpoint(Routes.Match match) {
        return switch (match) {
            case Routes.Match.Found(var endpoint, var _, var _) -> endpoint;
            case Routes.Match.WrongMethod(var endpoint, var _) -> endpoint;
            case Routes.Match.Nowhere() -> "unknown";
        };
    }

    private @Nullable Provider provider(String path) {
        int end = path.indexOf('/', 1);
        return path.startsWith("/") && end > 0 ? providers.get(path.substring(1, end)) : null;
    }
}
