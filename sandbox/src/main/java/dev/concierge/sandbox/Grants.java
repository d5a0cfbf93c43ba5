package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Keys;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people have agreed to at one provider: one grant for each project and account. */
public final class Grants {
    private final Store store;
    private final Clock clock;
    private final Table<Grant> grants;

    public Grants(String provider, Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.grants = store.table(provider + ".grants", Grant.class);
    }

    public Optional<Grant> find(String project, String account) {
        return Optional.ofNullable(grants.get(Keys.of(account, project)));
    }

    /** Everything that one person has agreed to. */
    public List<Grant> of(String account) {
        return grants.startingWith(Keys.prefix(account));
    }

    /** Adds these scopes to what the person lets the project do. */
    public Grant allow(String project, String account, List<String> scopes) {
        return store.change(() -> {
            var grant = findOrBegin(project, account).with(scopes);
            put(grant);
            return grant;
        });
    }

    /** The same, and these choices take the place of earlier ones. */
    public Grant allow(String project, String account, List<String> scopes, Map<String, List<String>> choices) {
        return store.change(() -> {
            var grant = findOrBegin(project, account).with(scopes).choosing(choices);
            put(grant);
            return grant;
        });
    }

    /** Takes one scope away from a grant; its tokens stay. */
    public void withdraw(Grant grant, String scope) {
        store.change(() -> put(grant.without(scope)));
    }

    /** Ends the grant with every token of it; false when there was none. */
    public boolean end(String project, String account) {
        return store.change(() -> {
            var there = find(project, account).isPresent();
            grants.remove(Keys.of(account, project));
            return there;
        });
    }

    private Grant findOrBegin(String project, String account) {
        return find(project, account)
                .orElseGet(() -> new Grant(
                        Randoms.base64Url(12), project, account, clock.instant(), List.of(), Map.of(), Map.of()));
    }

    /** Whether the grant with that id is still the one in force. */
    boolean alive(String id, String project, String account) {
        return find(project, account).filter(grant -> grant.id().equals(id)).isPresent();
    }

    void put(Grant grant) {
        grants.put(Keys.of(grant.account(), grant.project()), grant);
    }
}
