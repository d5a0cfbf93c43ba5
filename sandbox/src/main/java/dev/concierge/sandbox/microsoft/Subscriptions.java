package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.Grants;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.dialect.Pushing;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The subscriptions of all clients, and what is told on them: one POST for each change and subscription, sent before whatever made the change is answered, so that a
 * test knows when it is over. When the access token of a subscription has ended, only that is told, and the change when it is authorized again. What cannot be
 * delivered is not sent again. They are forgotten when the sandbox ends.
 */
final class Subscriptions {
    private static final String MISSED = "missed";
    private static final String REMOVED = "subscriptionRemoved";
    private static final String REAUTHORIZE = "reauthorizationRequired";

    private final Grants grants;
    private final KnobBoard knobs;
    private final Clock clock;
    private final Map<String, Subscription> all = new ConcurrentHashMap<>();

    Subscriptions(Grants grants, KnobBoard knobs, Clock clock) {
        this.grants = grants;
        this.knobs = knobs;
        this.clock = clock;
    }

    /**
     * What is told of a change.
     *
     * @param id of the thing; empty when it is not said
     * @param revision the thing's version
     */
    record News(String changeType, String id, long revision) {}

    void add(Subscription subscription) {
        all.put(subscription.id(), subscription);
    }

    boolean any() {
        return !all.isEmpty();
    }

    /** Those of a client and person that live. */
    List<Subscription> of(String clientId, String account) {
        all.values().removeIf(each -> !alive(each));
        return all.values().stream()
                .filter(each ->
                        each.clientId().equals(clientId) && each.account().equals(account))
                .toList();
    }

    Optional<Subscription> find(String clientId, String account, String id) {
        return of(clientId, account).stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    /** It lives until then, by a token that lives until then; what was held back is told. */
    Subscription authorize(Subscription subscription, Instant end, Instant authorizedUntil) {
        var longer = subscription.until(end, authorizedUntil);
        all.put(longer.id(), longer);
        if (subscription.held()) {
            tell(longer, new News("updated", "", 0));
        }
        return longer;
    }

    void remove(Subscription subscription) {
        all.remove(subscription.id());
    }

    /** Tells of a change to whoever watches. */
    void changed(String account, WatchedThing thing, News news) {
        for (var each : List.copyOf(all.values())) {
            if (each.account().equals(account) && each.thing() == thing && alive(each) && wants(each, news)) {
                tellOrAsk(each, news);
            }
        }
    }

    private static boolean wants(Subscription subscription, News news) {
        return List.of(subscription.changeTypes().split(",", -1)).contains(news.changeType());
    }

    private void tellOrAsk(Subscription subscription, News news) {
        var event = knobs.get(MicrosoftKnobs.LIFECYCLE_EVENT);
        if (event.equals(REMOVED)) {
            remove(subscription);
            happened(subscription, REMOVED);
        } else if (event.equals(MISSED)) {
            happened(subscription, MISSED);
        } else if (clock.instant().isBefore(subscription.authorizedUntil())) {
            tell(subscription, news);
        } else if (!subscription.held()) {
            all.put(subscription.id(), subscription.holding());
            happened(subscription, REAUTHORIZE);
        }
    }

    private void tell(Subscription subscription, News news) {
        var one = notification(subscription).put("changeType", news.changeType());
        var data = one.putObject("resourceData");
        if (subscription.thing().outlook() && !news.id().isEmpty()) {
            var path = "Users/" + subscription.account() + "/"
                    + subscription.thing().type() + "s/" + news.id();
            one.put("resource", path);
            data.put("@odata.type", "#Microsoft.Graph." + subscription.thing().type())
                    .put("@odata.id", path)
                    .put("@odata.etag", "W/\"" + news.revision() + "\"")
                    .put("id", news.id());
        } else {
            one.put("resource", subscription.resource());
            data.put("@odata.type", "#microsoft.graph." + subscription.thing().type());
        }
        post(subscription.notificationUrl(), one);
    }

    private void happened(Subscription subscription, String event) {
        if (!subscription.lifecycleUrl().isEmpty()) {
            post(
                    subscription.lifecycleUrl(),
                    notification(subscription)
                            .put("resource", subscription.resource())
                            .put("lifecycleEvent", event));
        }
    }

    private static ObjectNode notification(Subscription subscription) {
        var one = JsonNodeFactory.instance
                .objectNode()
                .put("subscriptionId", subscription.id())
                .put("subscriptionExpirationDateTime", subscription.expiresAt().toString())
                .put("tenantId", Tenant.CONSUMERS);
        if (!subscription.clientState().isEmpty()) {
            one.put("clientState", subscription.clientState());
        }
        return one;
    }

    private static void post(String address, ObjectNode notification) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("value").add(notification);
        Pushing.send(Pushing.to(address)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private boolean alive(Subscription subscription) {
        return clock.instant().isBefore(subscription.expiresAt())
                && grants.find(subscription.project(), subscription.account())
                        .filter(grant -> grant.id().equals(subscription.grantId()))
                        .isPresent();
    }
}
