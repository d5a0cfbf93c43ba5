package dev.concierge.server;

import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.imports.FileImport;
import dev.concierge.server.imports.ImportSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The verb {@code import FILE [--dry-run] [--report FILE]}. It needs every room, because what connects an integration is heard by later ones; none of
 * them runs a lane or listens here.
 */
final class ImportCommand {
    private final PrintStream out;
    private final PrintStream err;

    ImportCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    private record Wanted(Path file, Path report, boolean rehearse) {
        static Optional<Wanted> of(String... arguments) {
            List<String> files = new ArrayList<>();
            @Nullable String report = null;
            boolean rehearse = false;
            for (int index = 0; index < arguments.length; index++) {
                String word = arguments[index];
                if (word.equals("--dry-run")) {
                    rehearse = true;
                } else if (word.equals("--report") && report == null && index + 1 < arguments.length) {
                    report = arguments[++index];
                } else if (word.startsWith("-")) {
                    return Optional.empty();
                } else {
                    files.add(word);
                }
            }
            if (files.size() != 1) {
                return Optional.empty();
            }
            Path file = Path.of(files.getFirst());
            Path beside = file.resolveSibling(file.getFileName() + (rehearse ? ".dry-run.jsonl" : ".report.jsonl"));
            return Optional.of(new Wanted(file, report == null ? beside : Path.of(report), rehearse));
        }
    }

    /** @return the exit code; {@link Commands#USAGE} when the arguments are wrong, without a word */
    int run(String... arguments) {
        Optional<Wanted> wanted = Wanted.of(arguments);
        if (wanted.isEmpty()) {
            return Commands.USAGE;
        }
        try {
            check(wanted.get());
            try (ConfigurableApplicationContext context = VerbRooms.all()) {
                return tell(wanted.get(), run(context.getBean(FileImport.class), wanted.get()));
            }
        } catch (ImportRefused e) {
            err.println("Line 1, " + e.getMessage());
            return Commands.FAULT;
        } catch (IOException e) {
            err.println("The file cannot be read, or the report cannot be written: " + e.getMessage());
            return Commands.FAULT;
        } catch (RuntimeException e) {
            StartFaults.Report report = StartFaults.of(e).orElseThrow(() -> e);
            report.lines().forEach(err::println);
            if (report.exitCode() != Commands.CONFIGURATION) {
                err.println(
                        "What was imported until then stays. Run the same line again; it goes on where it stopped.");
            }
            return report.exitCode();
        }
    }

    private static void check(Wanted wanted) throws IOException {
        if (!Files.isReadable(wanted.file()) || Files.isDirectory(wanted.file())) {
            throw new IOException(wanted.file() + " is not there or may not be read.");
        }
        if (Files.exists(wanted.report()) && Files.isSameFile(wanted.file(), wanted.report())) {
            throw new IOException("the report would overwrite the file itself.");
        }
    }

    private ImportSummary run(FileImport imports, Wanted wanted) throws IOException {
        ImportProgress progress = new ImportProgress(out);
        ImportSummary summary = imports.run(wanted.file(), wanted.report(), wanted.rehearse(), progress);
        progress.end();
        return summary;
    }

    private int tell(Wanted wanted, ImportSummary summary) {
        String would = wanted.rehearse() ? "Nothing was changed. The import would take " : "Imported ";
        out.println(would + summary.accounts() + " accounts and " + summary.grants() + " grants from "
                + summary.imported() + " of " + summary.lines() + " lines; " + summary.same()
                + " lines are in already, " + summary.refused() + " are refused.");
        out.println("Line by line: " + wanted.report().toAbsolutePath());
        if (summary.complete()) {
            return Commands.DONE;
        }
        err.println(
                summary.refused()
                        + " lines are refused; the report says where and why. Correct them and run the same line again: what is in already stays as it is.");
        return Commands.FAULT;
    }
}
