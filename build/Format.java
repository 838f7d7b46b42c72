import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java file of the project, or checks that it is formatted.
 *
 * <p>{@code mvn -N compile} checks; {@code mvn -N compile -Dformat=write} formats.
 */
final class Format {
  private static final List<String> SOURCES =
      List.of("build", "app/src", "infra/src", "region/src", "ops/src", "bench");

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    var arguments =
        new ArrayList<>(
            write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    for (var folder : SOURCES) {
      if (Files.isDirectory(Path.of(folder))) {
        try (var files = Files.walk(Path.of(folder))) {
          files
              .map(Path::toString)
              .filter(f -> f.endsWith(".java"))
              .sorted()
              .forEach(arguments::add);
        }
      }
    }
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    if (status != 0 && !write) {
      System.err.println("The files above are not formatted: mvn -N compile -Dformat=write");
    }
    System.exit(status);
  }
}
