"""What the money core costs, as ratios measured in one run. Never a test: a missed goal is told, a wrong sum fails."""
