package com.shangwellness.region.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The law of deployments: whatever fails where, and wherever the region is killed, afterwards the
 * resources that exist are exactly those of the last good state.
 */
final class LastGoodStateTest {

  private static final List<String> TYPES =
      List.of("AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SNS::Topic");
  private static final int RESOURCES = 5;

  /**
   * One resource of a template.
   *
   * @param there whether the template has it
   * @param value what its changeable property says
   * @param name a create-only name, for topics; -1 for none
   * @param needs the resources before it that it refers to
   */
  record Part(boolean there, int value, int name, Set<Integer> needs) {}

  /**
   * One operation.
   *
   * @param parts the template
   * @param refused the calls that are refused while it lasts
   * @param spoiled the queues that fail while it lasts
   * @param crashes after how many steps the region is killed; one entry a crash
   */
  record Step(List<Part> parts, Set<String> refused, Set<String> spoiled, List<Integer> crashes) {}

  @Property(tries = 60)
  void what_exists_is_the_last_good_state(@ForAll("histories") List<Step> history)
      throws IOException {
    var file = Files.createTempFile("cloudformation", ".mv");
    Statistics.label("a step ends in")
        .coverage(
            ends -> {
              // A law that meets no failures says nothing.
              ends.check("UPDATE_COMPLETE").percentage(p -> p > 10);
              ends.check("UPDATE_ROLLBACK_COMPLETE").percentage(p -> p > 6);
              ends.check("ROLLBACK_COMPLETE").count(n -> n > 0);
            });
    try {
      run(history, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void run(List<Step> history, Path file) {
    var world = new World(file);
    Map<String, String> good = Map.of();
    boolean exists = false;
    for (var step : history) {
      var template = template(step.parts());
      world.faults(step);
      if (!world.begins(exists, template)) {
        continue;
      }
      world.runs(step.crashes());
      var status = world.region.stack("law").stackStatusAsString();
      Statistics.label("a step ends in").collect(status);
      if (status.equals("UPDATE_ROLLBACK_FAILED")) {
        status = world.healsAndContinues();
      }
      if (status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE")) {
        good = expected(step.parts(), world);
        exists = true;
      } else if (status.equals("ROLLBACK_COMPLETE")) {
        assertThat(world.region.factory.things()).isEmpty();
        world.region.deletes("law");
        world.region.comesToRest();
      } else {
        assertThat(status).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
      }
      assertThat(world.shapes()).as(status).isEqualTo(good);
    }
    world.region.close();
  }

  /** The region, which may be killed, and the faults of the step. */
  private static final class World {
    private final Path file;
    private long seed = 1;
    private Set<String> refused = Set.of();
    private Set<String> spoiled = Set.of();
    TestRegion region;

    World(Path file) {
      this.file = file;
      this.region = new TestRegion(file, seed);
    }

    void faults(Step step) {
      refused = step.refused();
      spoiled = step.spoiled();
      apply();
    }

    private void apply() {
      region.factory.refused.clear();
      region.factory.refused.addAll(refused);
      region.factory.spoiled.clear();
      region.factory.spoiled.addAll(spoiled);
    }

    boolean begins(boolean exists, String template) {
      try {
        if (exists) {
          region.beginsUpdate("law", template);
        } else {
          region.beginsCreation("law", template);
        }
        return true;
      } catch (AwsServiceException e) {
        assertThat(e.awsErrorDetails().errorMessage())
            .containsAnyOf("No updates are to be performed.", "At least one Resources member");
        return false;
      }
    }

    void runs(List<Integer> crashes) {
      for (int steps : crashes) {
        for (int i = 0; i < steps; i++) {
          region.timeline.step();
        }
        region.close();
        region = new TestRegion(file, ++seed);
        apply();
      }
      region.comesToRest();
    }

    /** What could not be taken back because its service failed is taken back once it is well. */
    String healsAndContinues() {
      refused = Set.of();
      spoiled = Set.of();
      apply();
      var unused =
          region.call(() -> region.cloudFormation.continueUpdateRollback(r -> r.stackName("law")));
      region.comesToRest();
      return region.stack("law").stackStatusAsString();
    }

    Map<String, String> shapes() {
      return region.factory.things();
    }
  }

  private static Map<String, String> expected(List<Part> parts, World world) {
    // References are compared by whether they are resolved: ids differ from run to run.
    var things = new TreeMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).there()) {
        assertThat(world.shapes()).containsKey("R" + i);
        things.put("R" + i, world.shapes().get("R" + i));
        assertThat(things.get("R" + i))
            .doesNotContain(" and ")
            .containsPattern("(value |DelaySeconds\":)" + parts.get(i).value() + "\\b");
      }
    }
    return things;
  }

  private static String template(List<Part> parts) {
    var resources = new HashMap<String, Object>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).there()) {
        resources.put("R" + i, resource(i, parts));
      }
    }
    try {
      return new JsonMapper().writeValueAsString(Map.of("Resources", resources));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> resource(int index, List<Part> parts) {
    var part = parts.get(index);
    var type = TYPES.get(index % TYPES.size());
    var needs = new ArrayList<String>();
    for (int other : part.needs()) {
      if (other < index && parts.get(other).there()) {
        needs.add("R" + other);
      }
    }
    var properties = new TreeMap<String, Object>();
    if (type.endsWith("Topic")) {
      var text = new StringBuilder("value " + part.value());
      needs.forEach(name -> text.append(" ${").append(name).append("}"));
      properties.put("DisplayName", Map.of("Fn::Sub", text.toString()));
      if (part.name() >= 0) {
        properties.put("TopicName", "topic-" + index + "-" + part.name());
      }
    } else {
      properties.put("DelaySeconds", part.value());
    }
    return Map.of("Type", type, "Properties", properties, "DependsOn", needs);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    var parts =
        Combinators.combine(
                Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)),
                Arbitraries.integers().between(1, 3),
                Arbitraries.frequency(Tuple.of(6, -1), Tuple.of(1, 0), Tuple.of(1, 1)),
                index().set().ofMaxSize(2))
            .as(Part::new)
            .list()
            .ofSize(RESOURCES);
    var updates = index().set().ofMinSize(1).ofMaxSize(2).map(LastGoodStateTest::updatesOf);
    var creation = index().map(index -> Set.of("create R" + index));
    var refused =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(Set.<String>of())),
            Tuple.of(4, updates),
            Tuple.of(1, creation));
    var spoiled =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(Set.<String>of())),
            Tuple.of(1, index().map(index -> Set.of("R" + index))));
    var crashes = Arbitraries.integers().between(0, 25).list().ofMaxSize(2);
    return Combinators.combine(parts, refused, spoiled, crashes)
        .as(Step::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(5);
  }

  private static Set<String> updatesOf(Set<Integer> indices) {
    return indices.stream().map(index -> "update R" + index).collect(Collectors.toSet());
  }

  private static Arbitrary<Integer> index() {
    return Arbitraries.integers().between(0, RESOURCES - 1);
  }
}
