package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everybody who has accounts here: four people from the beginning, and whom the control API adds. */
public final class People {
    private static final List<Person> SEEDED = List.of(
            seeded("linh.tran@meridian.example", "Linh", "Tran", "Europe/Berlin", "meridian.example", 1),
            seeded("linh@home.example", "Linh", "Trần", "Europe/Berlin", null, 2),
            seeded("ana.ruiz@meridian.example", "Ana", "Ruiz", "Europe/Madrid", "meridian.example", 3),
            seeded("jonas.weber@home.example", "Jonas", "Weber", "America/New_York", null, 4));

    private final Store store;
    private final Table<Person> people;

    People(Store store) {
        this.store = store;
        this.people = store.table("people", Person.class);
        if (people.all().isEmpty()) {
            store.change(() -> SEEDED.forEach(each -> people.put(each.account(), each)));
        }
    }

    /** The person with this e-mail address, in any case of letters. */
    public Optional<Person> find(@Nullable String account) {
        return account == null ? Optional.empty() : Optional.ofNullable(people.get(account.toLowerCase(Locale.ROOT)));
    }

    /** The person, who must exist. */
    public Person get(String account) {
        return find(account).orElseThrow(() -> new IllegalArgumentException("Nobody here is " + account + "."));
    }

    /** Everybody, seeded people first. */
    public List<Person> all() {
        return people.all().stream()
                .sorted(Comparator.comparingInt(Person::position))
                .toList();
    }

    /** The first of {@link #all}, at most that many. */
    List<Person> first(int most) {
        return all().stream().limit(most).toList();
    }

    /**
     * Adds somebody, or renames who is there already.
     *
     * @throws IllegalArgumentException when {@code account} is no e-mail address
     */
    public Person add(String account, String givenName, String familyName, ZoneId zone) {
        var address = account.toLowerCase(Locale.ROOT);
        if (!address.matches("[^@\\s]+@[^@\\s]+")) {
            throw new IllegalArgumentException("An account is an e-mail address.");
        }
        return store.change(() -> {
            var before = people.get(address);
            int position = before == null ? people.size() + 1 : before.position();
            var domain = before == null ? null : before.hostedDomain();
            var person = new Person(address, givenName, familyName, zone, domain, position);
            people.put(address, person);
            return person;
        });
    }

    private static Person seeded(
            String account, String given, String family, String zone, @Nullable String hostedDomain, int position) {
        return new Person(account, given, family, ZoneId.of(zone), hostedDomain, position);
    }
}
