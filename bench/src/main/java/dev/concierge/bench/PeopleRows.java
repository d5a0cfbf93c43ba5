package dev.concierge.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people of one file, each made up of their number, so that nobody has to remember them. Rows that cannot be taken are spread evenly among them.
 *
 * @param batch a word of small letters that no other file has
 * @param rows how many, those that cannot be taken included
 * @param bad how many cannot be taken
 */
record PeopleRows(String batch, int rows, int bad) {
    static final String HEAD = "email,name,role,status,localId";

    private static final List<String> FIRST = List.of("Linh", "Anna", "Zoë", "Łukasz", "Mei", "Ravi", "José", "Ingrid");
    private static final List<String> LAST = List.of("Tran", "Strand", "O'Neil", "Nguyễn", "Weber", "Okafor", "Yılmaz");

    /** Somebody; an empty local id is none. */
    record Row(String email, String name, String role, String status, String localId) {}

    /** What is wrong with a row, and what the report must say of it. */
    enum Fault {
        NO_ADDRESS("Its email is not one e-mail address."),
        NO_ROLE("Its role is none of guest, user, manager and admin."),
        NO_STATUS("Its status is none of active and disabled."),
        MORE_CELLS("It has another number of cells than the first line."),
        LONG_LOCAL_ID("A local id is one line of up to 50 characters."),
        TWICE("Its email or local id stands in an earlier row already.");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** How many can be taken. */
    int good() {
        return rows - bad;
    }

    /** @param number from 1 on */
    @Nullable
    Fault fault(int number) {
        int apart = rows / bad;
        return number % apart == 0 && number / apart <= bad
                ? Fault.values()[number / apart % Fault.values().length]
                : null;
    }

    Row row(int number) {
        return new Row(
                "p" + number + "." + batch + "@corp" + number % 40 + ".example",
                name(number),
                number % 1000 == 999 ? "manager" : number % 10 < 7 ? "guest" : "user",
                number % 50 == 7 ? "disabled" : "active",
                number % 4 == 0 ? batch + "-" + number : "");
    }

    /** Among them names that a file has to quote, and such as a spreadsheet would compute. */
    private static String name(int number) {
        String name = FIRST.get(number % FIRST.size()) + " " + LAST.get(number / 3 % LAST.size());
        return switch (number % 100) {
            case 7 -> name + ", \"the " + number + "th\"";
            case 13 -> "=SUM(A" + number + ")";
            default -> name + " " + number;
        };
    }

    void write(Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write(HEAD + "\r\n");
            for (int number = 1; number <= rows; number++) {
                writer.write(line(number) + "\r\n");
            }
        }
    }

    private String line(int number) {
        Row row = row(number);
        Fault fault = fault(number);
        String line = String.join(
                ",",
                fault == Fault.NO_ADDRESS
                        ? "nobody at all"
                        : fault == Fault.TWICE ? row(number - 1).email() : row.email(),
                "\"" + row.name().replace("\"", "\"\"") + "\"",
                fault == Fault.NO_ROLE ? "owner" : row.role(),
                fault == Fault.NO_STATUS ? "asleep" : row.status(),
                fault == Fault.LONG_LOCAL_ID ? "L".repeat(51) : row.localId());
        return fault == Fault.MORE_CELLS ? line + ",more" : line;
    }
}
