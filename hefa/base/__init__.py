"""The ground: values and rules that know neither Django nor the clock's hour."""
