package dev.concierge.sandbox;

import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may be meant by an authorization request, before anybody was chosen. */
final class AccountChoice {
    private static final int PEOPLE_SHOWN = 12;

    private final AuthorizeDialect dialect;
    private final People people;

    AccountChoice(AuthorizeDialect dialect, People people) {
        this.dialect = dialect;
        this.people = people;
    }

    /** Who is signed in and may come in. */
    List<String> admitted(Asked asked, List<String> signedIn) {
        return signedIn.stream()
                .filter(each -> dialect.refusal(asked, people.get(each)).isEmpty())
                .toList();
    }

    /** The account that needs no choosing: the hinted one when it is signed in, else the only one that is. */
    @Nullable
    String known(Asked asked, List<String> signedIn) {
        var hint = asked.loginHint();
        if (hint != null) {
            return signedIn.stream()
                    .filter(account -> dialect.hintMeans(hint, people.get(account)))
                    .findFirst()
                    .orElse(null);
        }
        return signedIn.size() == 1 ? signedIn.getFirst() : null;
    }

    /** The hinted person first, then who is signed in, then the others. */
    List<Person> inOrder(@Nullable String hint, List<String> signedIn) {
        var everybody = people.all();
        var order = new LinkedHashSet<Person>();
        everybody.stream()
                .filter(each -> hint != null && dialect.hintMeans(hint, each))
                .forEach(order::add);
        signedIn.forEach(account -> order.add(people.get(account)));
        order.addAll(everybody.subList(0, Math.min(PEOPLE_SHOWN, everybody.size())));
        return List.copyOf(order);
    }
}
