package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;

/** Makes the {@link Shell} of a request. */
final class Shells {
    private final InstantSource clock;
    private final Assets assets;
    private final ObjectProvider<MenuContributor> contributors;
    private final ObjectProvider<PersonFormats> formats;
    private final ObjectProvider<Appearance.Source> looks;

    Shells(
            InstantSource clock,
            Assets assets,
            ObjectProvider<MenuContributor> contributors,
            ObjectProvider<PersonFormats> formats,
            ObjectProvider<Appearance.Source> looks) {
        this.clock = clock;
        this.assets = assets;
        this.contributors = contributors;
        this.formats = formats;
        this.looks = looks;
    }

    Shell whole(HttpServletRequest request) {
        Caller.Person person = person();
        return shell(
                request,
                person,
                person == null || Htmx.wantsPart(request) ? List.of() : menuOf(person),
                formatOf(person),
                Appearance.now(looks));
    }

    /** Without menu, so without asking any room: a page that says the database is away must not need it. */
    Shell bare(HttpServletRequest request) {
        Appearance.Source source = looks.getIfAvailable();
        return shell(
                request,
                person(),
                List.of(),
                PersonFormats.PersonFormat.USUAL,
                source == null ? Appearance.USUAL : source.known());
    }

    private Shell shell(
            HttpServletRequest request,
            Caller.@Nullable Person person,
            List<MenuEntry> menu,
            PersonFormats.PersonFormat format,
            Appearance look) {
        return new Shell(
                person,
                menu,
                csrf(request),
                request.getRequestURI(),
                Htmx.wantsPart(request),
                new Formatting(clock.instant(), format.zone(), format.form()),
                assets,
                RequestIds.of(request),
                look);
    }

    private PersonFormats.PersonFormat formatOf(Caller.@Nullable Person person) {
        PersonFormats known = person == null ? null : formats.getIfAvailable();
        return person == null || known == null ? PersonFormats.PersonFormat.USUAL : known.of(person);
    }

    private List<MenuEntry> menuOf(Caller.Person person) {
        return contributors.stream()
                .flatMap(contributor -> contributor.entriesFor(person).stream())
                .sorted(Comparator.comparingInt(MenuEntry::order))
                .toList();
    }

    private static Caller.@Nullable Person person() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller.Person person ? person : null;
    }

    private static Csrf csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? new Csrf(token.getParameterName(), token.getHeaderName(), token.getToken())
                : Csrf.NONE;
    }
}
