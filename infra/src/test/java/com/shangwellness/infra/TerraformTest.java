package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Terraform's files against what they deploy. They are parsed, never run. */
class TerraformTest {
  private static final Path FOLDER = Path.of("../terraform");

  /** What Terraform has to be told beside the settings. */
  private static final Set<String> OURS = Set.of("assembly", "productionColour", "testColour");

  @Test
  void variables_are_the_settings_field_by_field() {
    Synthesized.production();
    var settings = Template.read(Synthesized.OUT.resolve("settings.tfvars.json")).json();
    var types = new TreeMap<>(variableTypes());

    assertThat(types.keySet()).containsAll(OURS);
    types.keySet().removeAll(OURS);
    var expected = new TreeMap<String, String>();
    settings.properties().forEach(field -> expected.put(field.getKey(), type(field.getValue())));
    assertThat(types).isEqualTo(expected);
  }

  @Test
  void every_stack_is_deployed_and_in_its_order() {
    var stacks =
        Complete.production().stacks().stream()
            .map(stack -> stack.getStackName().replace("shangwellness-prod-", ""))
            .toList();

    assertThat(modules()).isEqualTo(stacks);
  }

  @Test
  void each_stack_waits_for_the_one_before_it() {
    var modules = modules();
    var waits = found("main.tf", "depends_on = \\[module\\.(\\w+)]");

    assertThat(waits).isEqualTo(modules.subList(0, modules.size() - 1));
  }

  @Test
  void a_stack_is_handed_the_outputs_that_it_reads() {
    for (var stack : Complete.production().stacks()) {
      var template = Complete.OUT.resolve(stack.getTemplateFile());
      var read = new TreeSet<String>();
      Template.read(template)
          .json()
          .findValues("Fn::GetStackOutput")
          .forEach(r -> read.add(r.get("StackName").asText().replace("shangwellness-prod-", "")));
      var part = stack.getStackName().replace("shangwellness-prod-", "");

      assertThat(neighbours(part)).as(part).containsAll(read);
    }
  }

  @Test
  void what_it_puts_out_is_there() {
    var outputs = found("outputs.tf", "module\\.(\\w+(?:\\[0])?\\.outputs\\[\"\\w+)\"]");

    assertThat(outputs)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            output -> {
              var names = output.replace("[0]", "").split("\\.outputs\\[\"", -1);
              assertThat(Complete.template(names[0]).outputs()).contains(names[1]);
            });
  }

  @Test
  void the_listeners_colours_are_parameters_of_the_service() {
    assertThat(Synthesized.service().json().get("Parameters").properties())
        .extracting(Map.Entry::getKey)
        .containsAll(found("main.tf", "(?m)^    (\\w+Colour)\\s+="));
  }

  @Test
  void all_files_are_well_formed() {
    assertThat(parsed("main.tf")).containsKeys("terraform", "provider", "locals", "module");
    assertThat(parsed("variables.tf")).containsOnlyKeys("variable");
    assertThat(parsed("outputs.tf")).containsOnlyKeys("output");
    assertThat(parsed("stack/main.tf")).containsKeys("variable", "locals", "resource", "output");
  }

  /** The type that Terraform has to declare for a value. */
  private static String type(JsonNode value) {
    if (value.isObject()) {
      var fields = new ArrayList<String>();
      value
          .properties()
          .forEach(field -> fields.add(field.getKey() + "=" + type(field.getValue())));
      return "object({" + String.join(",", fields) + "})";
    }
    if (value.isArray()) {
      return value.path(0).isNumber() ? "list(number)" : "list(string)";
    }
    return value.isNumber() ? "number" : value.isBoolean() ? "bool" : "string";
  }

  /** Declared types, without white space. */
  private static Map<String, String> variableTypes() {
    var types = new TreeMap<String, String>();
    var declaration =
        Pattern.compile("(?ms)^variable \"(\\w+)\" \\{.*?^  type +=(.*?)(?:^  default.*?)?^}");
    var matcher = declaration.matcher(text("variables.tf"));
    while (matcher.find()) {
      types.put(
          matcher.group(1),
          matcher
              .group(2)
              .strip()
              .replaceAll("\\R\\s*}", "}")
              .replaceAll("\\{\\s*", "{")
              .replaceAll("\\R\\s*", ",")
              .replaceAll("\\s+", ""));
    }
    assertThat(types.keySet()).isEqualTo(names(parsed("variables.tf"), "variable"));
    return types;
  }

  private static List<String> modules() {
    var modules = found("main.tf", "(?m)^module \"(\\w+)\"");
    assertThat(new TreeSet<>(modules)).isEqualTo(names(parsed("main.tf"), "module"));
    return modules;
  }

  private static Set<String> neighbours(String part) {
    var text = text("main.tf");
    var module = text.substring(text.indexOf("module \"" + part + "\""));
    var within = module.substring(0, module.indexOf("\n}"));
    return new TreeSet<>(matches(within, "(?m)^ {4}(\\w+) += (?:module|try\\(module)\\.\\1[.\\[]"));
  }

  private static Set<String> names(Map<String, Object> file, String kind) {
    var names = new TreeSet<String>();
    ((Map<?, ?>) file.get(kind)).keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  private static List<String> found(String file, String pattern) {
    return matches(text(file), pattern);
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static Map<String, Object> parsed(String file) {
    try {
      return new HCLParser().parse(text(file));
    } catch (HCLParserException | IOException e) {
      throw new AssertionError(file + " cannot be parsed", e);
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
