package dev.concierge.server.catalog;

import static dev.concierge.server.catalog.Formats.closing;

import dev.concierge.server.catalog.Provider.Asking;
import dev.concierge.server.catalog.Provider.Scope;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sections {@code scopes}, {@code connect} and {@code signIn}. */
final class AskingReader {
    private AskingReader() {}

    static Asking read(Section file) {
        List<Scope> scopes = scopes(file);
        List<String> connect = file.section("connect")
                .map(closing(section -> names(section, "connect", scopes)))
                .orElse(List.of());
        SignInRules signIn = file.optionalSection("signIn")
                .map(closing(section -> signIn(section, scopes)))
                .orElse(SignInRules.NONE);
        return new Asking(scopes, connect, signIn);
    }

    private static List<Scope> scopes(Section file) {
        Set<String> names = new HashSet<>();
        List<Section> sections = file.sections("scopes");
        List<Scope> scopes = sections.stream()
                .map(closing(section -> {
                    Scope scope = scope(section);
                    if (!names.add(scope.name()) || !scope.aliases().stream().allMatch(names::add)) {
                        section.fault("the scope " + scope.name() + " or an alias of it is there twice");
                    }
                    return scope;
                }))
                .toList();
        for (int i = 0; i < scopes.size(); i++) {
            for (String included : scopes.get(i).includes()) {
                if (!known(scopes, included)) {
                    sections.get(i).fault("scopes.includes names " + included + ", which scopes does not describe");
                }
            }
        }
        return scopes;
    }

    private static Scope scope(Section section) {
        String name = section.text("name", "[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}", "a scope of RFC 6749 section 3.3");
        return new Scope(
                name,
                section.optionalTexts("aliases"),
                section.optionalTexts("includes"),
                section.flag("reported", true),
                section.word("class", ScopeClass.class),
                section.text("feature", Formats.WORD, "lower-case letters, digits and hyphens"),
                section.text("title", ".{3,80}", "3 to 80 characters"),
                section.text("description", ".{3,200}", "3 to 200 characters"));
    }

    private static List<String> names(Section section, String called, List<Scope> scopes) {
        List<String> names = section.texts("scopes");
        if (names.isEmpty()) {
            section.fault(called + ".scopes asks for nothing");
        }
        for (String name : names) {
            if (!known(scopes, name)) {
                section.fault(called + ".scopes asks for " + name + ", which scopes does not describe");
            }
        }
        return List.copyOf(new LinkedHashSet<>(names));
    }

    private static SignInRules signIn(Section section, List<Scope> scopes) {
        boolean offered = section.flag("offered");
        List<String> names = offered ? names(section, "signIn", scopes) : List.of();
        for (Scope scope : scopes) {
            if (names.contains(scope.name()) && scope.scopeClass() != ScopeClass.IDENTITY) {
                section.fault("signIn.scopes asks for " + scope.name() + ", which is more than identity");
            }
        }
        return new SignInRules(
                offered,
                names,
                section.optionalSection("parameters")
                        .map(closing(map -> Formats.parameters(map, "signIn.parameters")))
                        .orElse(Map.of()),
                section.word("freshLogin", FreshLogin.class, FreshLogin.UNKNOWN));
    }

    private static boolean known(List<Scope> scopes, String name) {
        return scopes.stream().anyMatch(scope -> scope.name().equals(name));
    }
}
