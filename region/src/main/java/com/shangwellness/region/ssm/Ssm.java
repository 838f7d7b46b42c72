package com.shangwellness.region.ssm;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.ssm.Parameters.Entry;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.*;

/** AWS Systems Manager's parameter store. Secure strings are encrypted by KMS. */
public final class Ssm implements SsmClient {

  private static final int VERSIONS = 100;
  private static final int LABELS = 10;

  private final Place place;
  private final Timeline timeline;
  private final SecureStrings strings;
  private final Parameters parameters;
  private final ParameterTags tags;

  /** The parameter store of one region; {@code kms} is the same region's. */
  public Ssm(Place place, Timeline timeline, Store store, KmsClient kms) {
    this.place = place;
    this.timeline = timeline;
    this.strings = new SecureStrings(kms);
    this.parameters = new Parameters(place, store);
    this.tags = new ParameterTags(parameters);
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    ParameterRules.check(request);
    var known = parameters.find(request.name());
    boolean overwrite = Boolean.TRUE.equals(request.overwrite());
    if (known.isPresent() && !overwrite) {
      throw AwsErrors.of(
          ParameterAlreadyExistsException.builder(),
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    if (overwrite && !request.tags().isEmpty()) {
      throw Refusal.invalid(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    var version = version(request, known);
    var past = new ArrayList<>(known.map(Entry::versions).orElse(List.of()));
    past.add(version);
    parameters.put(
        new Entry(
            request.name(),
            kept(past),
            known
                .map(Entry::tags)
                .orElseGet(() -> ParameterTags.tagged(Map.of(), request.tags()))));
    return PutParameterResponse.builder().version(version.version()).tier(version.tier()).build();
  }

  private ParameterHistory version(PutParameterRequest request, Optional<Entry> known) {
    var before = known.map(Entry::current);
    var type =
        Optional.ofNullable(request.type())
            .or(() -> before.map(ParameterHistory::type))
            .orElseThrow(
                () -> Refusal.invalid("A parameter type is required when you create a parameter."));
    if (type == ParameterType.UNKNOWN_TO_SDK_VERSION) {
      throw AwsErrors.of(
          UnsupportedParameterTypeException.builder(),
          "The parameter type " + request.typeAsString() + " is not supported.");
    }
    boolean secure = type == ParameterType.SECURE_STRING;
    if (!secure && request.keyId() != null) {
      throw Refusal.invalid("KeyId is required for SecureString type parameter only.");
    }
    var key = requireNonNullElse(request.keyId(), "alias/aws/ssm");
    return ParameterHistory.builder()
        .name(request.name())
        .type(type)
        .keyId(secure ? key : null)
        .value(
            secure
                ? strings.encrypted(parameters.arn(request.name()), request.value(), key)
                : request.value())
        .version(before.map(ParameterHistory::version).orElse(0L) + 1)
        .description(
            Optional.ofNullable(request.description())
                .or(() -> before.map(ParameterHistory::description))
                .orElse(null))
        .allowedPattern(request.allowedPattern())
        .lastModifiedDate(timeline.now())
        .lastModifiedUser(
            Caller.current().map(Caller::principal).orElse(place.globalArn("iam", "root")))
        .labels(List.of())
        .tier(ParameterRules.tier(request))
        .dataType("text")
        .policies(List.of())
        .build();
  }

  private static List<ParameterHistory> kept(List<ParameterHistory> versions) {
    if (versions.size() <= VERSIONS) {
      return versions;
    }
    if (!versions.getFirst().labels().isEmpty()) {
      throw AwsErrors.of(
          ParameterMaxVersionLimitExceededException.builder(),
          "The oldest version of the parameter has a label, and a parameter keeps "
              + VERSIONS
              + " versions: move the label to a newer version.");
    }
    return versions.subList(1, versions.size());
  }

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    return GetParameterResponse.builder()
        .parameter(selected(request.name(), request.withDecryption()))
        .build();
  }

  /** The parameter that {@code name}, {@code name:version} or {@code name:label} means. */
  private Parameter selected(String name, Boolean withDecryption) {
    var asked = requireNonNullElse(name, "");
    int colon =
        asked.startsWith("arn:")
            ? asked.indexOf(':', asked.indexOf("parameter/"))
            : asked.indexOf(':');
    var entry = parameters.get(colon < 0 ? asked : asked.substring(0, colon));
    if (colon < 0) {
      return given(entry.current(), withDecryption);
    }
    var selector = asked.substring(colon + 1);
    var version =
        selector.matches("\\d{1,18}")
            ? entry.version(Long.parseLong(selector))
            : entry.labelled(selector);
    return given(version.orElseThrow(() -> noVersion(entry.name(), selector)), withDecryption)
        .toBuilder()
        .selector(":" + selector)
        .build();
  }

  private static RuntimeException noVersion(String name, String selector) {
    return AwsErrors.of(
        ParameterVersionNotFoundException.builder(),
        "Systems Manager could not find version "
            + selector
            + " of "
            + name
            + ". Verify the version and try again.");
  }

  private Parameter given(ParameterHistory version, Boolean withDecryption) {
    boolean open =
        Boolean.TRUE.equals(withDecryption) && version.type() == ParameterType.SECURE_STRING;
    return Parameter.builder()
        .name(version.name())
        .type(version.type())
        .value(
            open
                ? strings.decrypted(parameters.arn(version.name()), version.value())
                : version.value())
        .version(version.version())
        .lastModifiedDate(version.lastModifiedDate())
        .arn(parameters.arn(version.name()))
        .dataType(version.dataType())
        .build();
  }

  @Override
  public GetParametersResponse getParameters(GetParametersRequest request) {
    requireFew(request.names());
    var found = new ArrayList<Parameter>();
    var missing = new ArrayList<String>();
    for (var name : request.names()) {
      try {
        found.add(selected(name, request.withDecryption()));
      } catch (ParameterNotFoundException | ParameterVersionNotFoundException e) {
        missing.add(name);
      }
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(missing).build();
  }

  private static void requireFew(List<String> names) {
    if (names.isEmpty() || names.size() > 10) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + names
              + "' at 'names' failed to satisfy constraint: Member must have length between 1 and"
              + " 10.");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw Refusal.invalid("Duplicate parameter names are not allowed.");
    }
  }

  @Override
  public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
    var path = requireNonNullElse(request.path(), "");
    if (!path.startsWith("/")) {
      throw Refusal.invalid(
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\".");
    }
    boolean recursive = Boolean.TRUE.equals(request.recursive());
    var found =
        parameters.all().stream()
            .filter(entry -> ParameterFilters.under(entry, path, recursive))
            .filter(ParameterFilters.of(request.parameterFilters()))
            .toList();
    var page = page(found, request.nextToken(), request.maxResults(), 10, Entry::name);
    return GetParametersByPathResponse.builder()
        .parameters(
            page.items().stream()
                .map(entry -> given(entry.current(), request.withDecryption()))
                .toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer asked, int usual, Function<T, String> key) {
    int size = requireNonNullElse(asked, usual);
    if (size < 1 || size > 50) {
      throw Refusal.invalid(
          "1 validation error detected: Value '"
              + size
              + "' at 'maxResults' failed to satisfy constraint: Member must have value between 1"
              + " and 50.");
    }
    try {
      return Page.of(all, token, size, key);
    } catch (IllegalArgumentException e) {
      throw AwsErrors.of(
          software.amazon.awssdk.services.ssm.model.InvalidNextTokenException.builder(),
          "The specified token isn't valid.");
    }
  }

  @Override
  public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
    if (!request.filters().isEmpty()) {
      throw new java.lang.UnsupportedOperationException(
          "ssm: DescribeParameters is filtered by ParameterFilters, not by Filters");
    }
    var found =
        parameters.all().stream().filter(ParameterFilters.of(request.parameterFilters())).toList();
    var page = page(found, request.nextToken(), request.maxResults(), 10, Entry::name);
    return DescribeParametersResponse.builder()
        .parameters(page.items().stream().map(entry -> described(entry.current())).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private ParameterMetadata described(ParameterHistory version) {
    return ParameterMetadata.builder()
        .name(version.name())
        .arn(parameters.arn(version.name()))
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.lastModifiedDate())
        .lastModifiedUser(version.lastModifiedUser())
        .description(version.description())
        .allowedPattern(version.allowedPattern())
        .version(version.version())
        .tier(version.tier())
        .policies(List.of())
        .dataType(version.dataType())
        .build();
  }

  @Override
  public GetParameterHistoryResponse getParameterHistory(GetParameterHistoryRequest request) {
    var entry = parameters.get(request.name());
    var page =
        page(
            entry.versions(),
            request.nextToken(),
            request.maxResults(),
            50,
            version -> "%019d".formatted(version.version()));
    return GetParameterHistoryResponse.builder()
        .parameters(
            page.items().stream()
                .map(v -> v.toBuilder().value(given(v, request.withDecryption()).value()).build())
                .toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public LabelParameterVersionResponse labelParameterVersion(LabelParameterVersionRequest request) {
    var entry = parameters.get(request.name());
    long number = requireNonNullElse(request.parameterVersion(), entry.current().version());
    var target =
        entry.version(number).orElseThrow(() -> noVersion(entry.name(), String.valueOf(number)));
    var good =
        request.labels().stream()
            .filter(l -> l.matches("(?i)(?!aws|ssm|\\d)[\\w.-]{1,100}"))
            .toList();
    if (target.labels().stream().filter(l -> !good.contains(l)).count() + good.size() > LABELS) {
      throw AwsErrors.of(
          ParameterVersionLabelLimitExceededException.builder(),
          "A parameter version can have a maximum of ten labels.");
    }
    parameters.put(
        entry.withVersions(
            entry.versions().stream().map(v -> relabelled(v, number, good)).toList()));
    return LabelParameterVersionResponse.builder()
        .parameterVersion(number)
        .invalidLabels(request.labels().stream().filter(l -> !good.contains(l)).toList())
        .build();
  }

  /** A label is on one version at a time. */
  private static ParameterHistory relabelled(
      ParameterHistory version, long target, List<String> labels) {
    var now = new ArrayList<>(version.labels().stream().filter(l -> !labels.contains(l)).toList());
    if (version.version() == target) {
      now.addAll(labels);
    }
    return version.toBuilder().labels(now).build();
  }

  @Override
  public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
    parameters.remove(parameters.get(request.name()).name());
    return DeleteParameterResponse.builder().build();
  }

  @Override
  public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
    requireFew(request.names());
    var known = request.names().stream().filter(n -> parameters.find(n).isPresent()).toList();
    known.forEach(name -> parameters.remove(parameters.get(name).name()));
    return DeleteParametersResponse.builder()
        .deletedParameters(known)
        .invalidParameters(request.names().stream().filter(n -> !known.contains(n)).toList())
        .build();
  }

  @Override
  public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
    tags.add(request.resourceType(), request.resourceId(), request.tags());
    return AddTagsToResourceResponse.builder().build();
  }

  @Override
  public RemoveTagsFromResourceResponse removeTagsFromResource(
      RemoveTagsFromResourceRequest request) {
    tags.remove(request.resourceType(), request.resourceId(), request.tagKeys());
    return RemoveTagsFromResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tagList(tags.list(request.resourceType(), request.resourceId()))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
