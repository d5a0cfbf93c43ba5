package dev.concierge.server.catalog;

import dev.concierge.server.web.Role;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each role may ask a provider for. Default: guest = read, user = write, manager and admin = restricted. */
public final class ScopeCeilings {
    private final Map<Role, ScopeClass> ceilings;

    ScopeCeilings(Map<Role, ScopeClass> overrides) {
        EnumMap<Role, ScopeClass> all = new EnumMap<>(Map.of(
                Role.GUEST,
                ScopeClass.READ,
                Role.USER,
                ScopeClass.WRITE,
                Role.MANAGER,
                ScopeClass.RESTRICTED,
                Role.ADMIN,
                ScopeClass.RESTRICTED));
        all.putAll(overrides);
        this.ceilings = all;
    }

    /** The highest class a role may ask for. */
    public ScopeClass of(Role role) {
        ScopeClass ceiling = ceilings.get(role);
        if (ceiling == null) {
            throw new IllegalStateException("no ceiling for " + role);
        }
        return ceiling;
    }

    /**
     * Those of the asked scopes that a role may not have: above its ceiling, or unknown to the catalog.
     *
     * @param asked names or aliases
     * @return as they were asked; empty when all may be asked for
     */
    public List<String> refused(Role role, Provider provider, Collection<String> asked) {
        ScopeClass ceiling = of(role);
        return asked.stream()
                .filter(name -> provider.scope(name)
                        .filter(scope -> ceiling.covers(scope.scopeClass()))
                        .isEmpty())
                .toList();
    }

    /**
     * Of scopes of which one is enough the one that lets us do least, where a role may ask for any.
     *
     * @param oneOf canonical names
     */
    public Optional<Provider.Scope> least(Role role, Provider provider, Collection<String> oneOf) {
        ScopeClass ceiling = of(role);
        return provider.scopes().stream()
                .filter(scope -> oneOf.contains(scope.name()) && ceiling.covers(scope.scopeClass()))
                .min(Comparator.comparing(Provider.Scope::scopeClass)
                        .thenComparingInt(scope -> scope.includes().size()));
    }

    /**
     * Those of the scopes that the catalog knows to be above a role's ceiling. A name that it does not know is of no class.
     *
     * @param names names or aliases
     */
    public List<Provider.Scope> above(Role role, Provider provider, Collection<String> names) {
        ScopeClass ceiling = of(role);
        return names.stream()
                .flatMap(name -> provider.scope(name).stream())
                .filter(scope -> !ceiling.covers(scope.scopeClass()))
                .distinct()
                .toList();
    }
}
