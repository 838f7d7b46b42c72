package com.shangwellness.region.traffic;

import java.util.List;

/** What routing looks at. */
public interface RequestFacts {

  /** The method, as sent. */
  String method();

  /** The host without its port; empty when the request has none. */
  String host();

  /** The path as sent, without the query. */
  String path();

  /** The query as sent, without the question mark; may be empty. */
  String rawQuery();

  /** The query's parameters, as sent, in order. */
  default List<Parameter> query() {
    return Parameter.of(rawQuery());
  }

  /** All values of a header. */
  List<String> header(String name);

  /** The client's address. */
  String source();

  /** One parameter of a query; the value is empty when there is no equals sign. */
  record Parameter(String key, String value) {

    static List<Parameter> of(String query) {
      return query.isEmpty()
          ? List.of()
          : List.of(query.split("&", -1)).stream().map(Parameter::parse).toList();
    }

    private static Parameter parse(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Parameter(text, "")
          : new Parameter(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
