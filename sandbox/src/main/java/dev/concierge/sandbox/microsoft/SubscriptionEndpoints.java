package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.Pushing;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Parameters;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.http.Routes;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /subscriptions} of Graph (field 14). Both addresses are asked for an echo before a subscription is made. */
final class SubscriptionEndpoints {
    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final int LONGEST_STATE = 128;

    private final Bearer bearer;
    private final GraphErrors errors;
    private final Subscriptions subscriptions;
    private final Clock clock;

    SubscriptionEndpoints(Bearer bearer, GraphErrors errors, Subscriptions subscriptions, Clock clock) {
        this.bearer = bearer;
        this.errors = errors;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        var all = "/graph/v1.0/subscriptions";
        routes.add("POST", all, "subscribe", this::subscribe)
                .add("GET", all, "subscriptions", this::list)
                .add("GET", all + "/{id}", "subscription", request -> one(request, (_, each) -> told(200, each)))
                .add("PATCH", all + "/{id}", "renewSubscription", request -> one(request, renewing(request)))
                .add("DELETE", all + "/{id}", "unsubscribe", request -> one(request, this::remove))
                .add("POST", all + "/{id}/reauthorize", "reauthorize", request -> one(request, this::reauthorize));
    }

    private Answer subscribe(Request request) {
        return bearer.require(
                request, Set.of(), "subscriptions.create", token -> subscribe(request.jsonObject(), token));
    }

    private Answer subscribe(JsonNode body, AccessToken token) {
        var thing = WatchedThing.of(text(body, "resource")).orElse(null);
        if (thing == null) {
            return errors.badRequest("Resource not found for the segment.");
        }
        if (Collections.disjoint(token.scopes(), thing.scopes())) {
            return errors.insufficientScope("subscriptions.create");
        }
        var end = end(body, thing).orElse(null);
        var addresses = Stream.of(text(body, "notificationUrl"), text(body, "lifecycleNotificationUrl"))
                .filter(address -> !address.isEmpty())
                .toList();
        if (end == null
                || !thing.mayTell(text(body, "changeType"))
                || text(body, "clientState").length() > LONGEST_STATE
                || text(body, "notificationUrl").isEmpty()
                || !addresses.stream().allMatch(Pushing::mayGoTo)) {
            return errors.badRequest("The subscription request is not valid.");
        }
        var there = subscriptions.of(token.clientId(), token.subject()).stream()
                .filter(each -> each.thing() == thing && each.changeTypes().equals(text(body, "changeType")))
                .findFirst();
        if (there.isPresent()) {
            return errors.subscriptionExists(there.get().id());
        }
        return addresses.stream().allMatch(SubscriptionEndpoints::echoes)
                ? made(body, token, thing, end)
                : errors.notValidated();
    }

    private Answer made(JsonNode body, AccessToken token, WatchedThing thing, Instant end) {
        var subscription = new Subscription(
                UUID.randomUUID().toString(),
                token.clientId(),
                token.grantId(),
                token.project(),
                token.subject(),
                thing,
                thing.resource(),
                text(body, "changeType"),
                text(body, "notificationUrl"),
                text(body, "lifecycleNotificationUrl"),
                text(body, "clientState"),
                end,
                token.expiresAt(),
                false);
        subscriptions.add(subscription);
        return told(201, subscription).outcome("subscribed");
    }

    /** Empty for no time, one that is past, and one that is too far; one that is too near is moved. */
    private Optional<Instant> end(JsonNode body, WatchedThing thing) {
        try {
            var now = clock.instant();
            var wanted = Instant.parse(text(body, "expirationDateTime"));
            var least = now.plus(SHORTEST);
            return wanted.isBefore(now) || wanted.isAfter(now.plus(thing.longest()))
                    ? Optional.empty()
                    : Optional.of(wanted.isBefore(least) ? least : wanted);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The address gives a token back as plain text, and nothing else. */
    private static boolean echoes(String address) {
        var token = "Validation: Testing client application reachability Request-Id: " + UUID.randomUUID();
        var question = address + (address.contains("?") ? "&" : "?") + "validationToken=" + Parameters.encode(token);
        return Pushing.send(Pushing.to(question)
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build())
                .filter(answer -> answer.statusCode() == 200)
                .filter(answer ->
                        answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"))
                .filter(answer -> answer.body().equals(token))
                .isPresent();
    }

    private Answer list(Request request) {
        return bearer.require(request, Set.of(), "subscriptions.list", token -> {
            var json = JsonNodeFactory.instance.objectNode();
            var value = json.putArray("value");
            subscriptions.of(token.clientId(), token.subject()).forEach(each -> value.add(json(each)));
            return Answer.json(200, json);
        });
    }

    private Answer one(Request request, BiFunction<AccessToken, Subscription, Answer> then) {
        return bearer.require(
                request,
                Set.of(),
                "subscriptions.item",
                token -> subscriptions
                        .find(token.clientId(), token.subject(), request.variable("id"))
                        .map(each -> then.apply(token, each))
                        .orElseGet(errors::subscriptionNotFound));
    }

    private BiFunction<AccessToken, Subscription, Answer> renewing(Request request) {
        return (token, subscription) -> end(request.jsonObject(), subscription.thing())
                .map(end -> told(200, subscriptions.authorize(subscription, end, token.expiresAt()))
                        .outcome("renewed"))
                .orElseGet(() -> errors.badRequest("The expiration is not valid."));
    }

    private Answer reauthorize(AccessToken token, Subscription subscription) {
        subscriptions.authorize(subscription, subscription.expiresAt(), token.expiresAt());
        return Answer.of(204, "application/json", "").outcome("reauthorized");
    }

    private Answer remove(AccessToken token, Subscription subscription) {
        subscriptions.remove(subscription);
        return Answer.of(204, "application/json", "").outcome("unsubscribed").client(token.clientId());
    }

    private static Answer told(int status, Subscription subscription) {
        return Answer.json(status, json(subscription));
    }

    /** As Graph, without the state that the client gave. */
    private static ObjectNode json(Subscription subscription) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", subscription.id())
                .put("resource", subscription.resource())
                .put("applicationId", subscription.clientId())
                .put("changeType", subscription.changeTypes())
                .putNull("clientState")
                .put("notificationUrl", subscription.notificationUrl())
                .put("lifecycleNotificationUrl", subscription.lifecycleUrl())
                .put("expirationDateTime", subscription.expiresAt().toString());
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }
}
