package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.infra.settings.CrossStackValues;
import com.shangwellness.infra.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

class NeighbourTest {
  @TempDir private Path out;

  @Test
  void stacks_read_each_other_by_references_that_chain_nothing() {
    var reads = new TreeSet<String>();
    for (var reader : Synthesized.templates()) {
      for (var read : reader.json().findValues("Fn::GetStackOutput")) {
        reads.add(read.get("StackName").asText() + "." + read.get("OutputName").asText());
      }
    }
    var written = new TreeSet<String>();
    writes(written, "network", Synthesized.network());
    writes(written, "data", Synthesized.data());
    writes(written, "service", Synthesized.service());
    writes(written, "delivery", Synthesized.delivery());

    assertThat(reads).isNotEmpty().isSubsetOf(written);
  }

  private static void writes(Set<String> written, String part, Template template) {
    template.outputs().forEach(name -> written.add("shangwellness-prod-" + part + "." + name));
  }

  @Test
  void the_switch_turns_every_reference_into_a_parameter() {
    var template = reading(CrossStackValues.PARAMETERS);

    assertThat(template.json().toString()).doesNotContain("Fn::GetStackOutput");
    assertThat(template.json().at("/Parameters/NetworkVpcId/Type").asText()).isEqualTo("String");
    assertThat(template.json().at("/Outputs/Twice/Value/Fn::Join").toString())
        .isEqualTo("[\"\",[{\"Ref\":\"NetworkVpcId\"},{\"Ref\":\"NetworkVpcId\"}]]");
  }

  @Test
  void all_of_production_works_with_parameters_too() throws IOException {
    var yaml = out.resolve("prod.yaml");
    Files.writeString(
        yaml,
        Files.readString(Synthesized.PROD)
            .replace("crossStackValues: references", "crossStackValues: parameters"));

    new Production(SettingsReader.read(yaml), out, Map.of()).write();

    for (var part : new String[] {"data", "service", "delivery", "monitoring"}) {
      var template = Template.read(out.resolve("shangwellness-prod-" + part + ".template.json"));
      assertThat(template.json().toString()).doesNotContain("Fn::GetStackOutput");
    }
    assertThat(out.resolve("taskdef_shangwellness.json"))
        .hasSameTextualContentAs(Synthesized.OUT.resolve("taskdef_shangwellness.json"));
    var edge = Template.read(out.resolve("shangwellness-prod-edge.template.json")).json();
    assertThat(edge.toString()).doesNotContain("Fn::GetStackOutput");
    assertThat(edge.at("/Parameters/ServiceSiteDnsName/Description").asText())
        .isEqualTo("Output SiteDnsName of the stack shangwellness-prod-service in ap-south-1");
  }

  @Test
  void a_reference_names_the_stack_and_its_output() {
    var template = reading(CrossStackValues.REFERENCES);

    assertThat(template.json().at("/Outputs/Twice/Value/Fn::Join/1/0").toString())
        .isEqualTo("{\"Fn::GetStackOutput\":{\"StackName\":\"there\",\"OutputName\":\"VpcId\"}}");
  }

  @Test
  void a_stack_of_another_region_is_read_with_its_region() {
    assertThat(Synthesized.edge().json().findValues("Fn::GetStackOutput"))
        .isNotEmpty()
        .allMatch(read -> read.get("Region").asText().equals("ap-south-1"));
    assertThat(Synthesized.service().json().findValues("Fn::GetStackOutput"))
        .noneMatch(read -> read.has("Region"));
  }

  private Template reading(CrossStackValues how) {
    var app = App.Builder.create().outdir(out.toString()).context(Map.of()).build();
    var stack = new Stack(app, "here");
    var network = new Neighbour(stack, "network", "there", how);
    Logs.group(stack, "SomeResource", "some", 1);
    CfnOutput.Builder.create(stack, "Twice")
        .value(network.output("VpcId") + network.output("VpcId"))
        .build();
    app.synth();
    return Template.read(out.resolve("here.template.json"));
  }
}
